package easel.systemtests;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import easel.common.partition.Partitions;
import easel.common.topology.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The broker of a deployment, as an operator reaches it.
final class Rabbit implements AutoCloseable {
  private static final List<String> BETWEEN_SERVICES =
      Stream.concat(
              Stream.of(Topology.REPLIES_API, Topology.ASK, Topology.CHECK),
              IntStream.range(0, Partitions.COUNT).mapToObj(Topology::handOver))
          .toList();

  private final Connection connection;
  private final Channel channel;

  Rabbit(Deployment easel) {
    var factory = new ConnectionFactory();
    var address = easel.setting("SPRING_RABBITMQ_ADDRESSES");
    try {
      factory.setUri(address.contains("://") ? address : "amqp://" + address);
      connection = factory.newConnection();
      channel = connection.createChannel();
      channel.confirmSelect();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (Exception failed) {
      throw new IllegalStateException("no connection to " + address, failed);
    }
  }

  /// Puts a message into a queue, and returns once the broker has it.
  void publish(String queue, byte[] body) {
    try {
      channel.queueDeclarePassive(queue);
      channel.basicPublish("", queue, new BasicProperties.Builder().deliveryMode(2).build(), body);
      channel.waitForConfirmsOrDie(TimeUnit.SECONDS.toMillis(10));
    } catch (IOException failed) {
      throw new UncheckedIOException("could not publish to " + queue, failed);
    } catch (InterruptedException | TimeoutException failed) {
      throw new IllegalStateException("no confirm of " + queue, failed);
    }
  }

  /// How many messages of a queue nobody holds.
  int waiting(String queue) {
    try {
      return channel.queueDeclarePassive(queue).getMessageCount();
    } catch (IOException failed) {
      throw new UncheckedIOException("could not look at " + queue, failed);
    }
  }

  /// Those queues between services that hold something, or that nobody consumes.
  static List<String> holding(Deployment easel) {
    try (var rabbit = new Rabbit(easel)) {
      var found = new ArrayList<String>();
      for (var queue : BETWEEN_SERVICES) {
        var state = rabbit.channel.queueDeclarePassive(queue);
        if (state.getMessageCount() > 0 || state.getConsumerCount() == 0) {
          found.add(
              "%s %d ready, %d consumers"
                  .formatted(queue, state.getMessageCount(), state.getConsumerCount()));
        }
      }
      return found;
    } catch (IOException failed) {
      throw new UncheckedIOException("could not look at the queues", failed);
    }
  }

  /// Takes a queue away, whatever is in it.
  void delete(String queue) {
    try {
      channel.queueDelete(queue);
    } catch (IOException failed) {
      throw new UncheckedIOException("could not delete " + queue, failed);
    }
  }

  /// Takes a queue away and makes it again, at once.
  void makeAnew(String queue, Map<String, Object> arguments) {
    delete(queue);
    try {
      channel.queueDeclare(queue, true, false, false, arguments);
    } catch (IOException failed) {
      throw new UncheckedIOException("could not make anew " + queue, failed);
    }
  }

  /// Has a quorum queue answer nothing from now on, as one whose members have no leader. The broker
  /// must run as processes of this machine.
  static void silence(Deployment easel, String queue) {
    var data = easel.data("rabbitmq");
    var command = new ArrayList<String>(List.of("env"));
    try (var tools = Files.find(Path.of("/usr/lib/rabbitmq"), 4, Rabbit::isControl)) {
      command.addAll(Files.readAllLines(data.resolve("environment")));
      command.add(tools.findFirst().orElseThrow().toString());
      command.add("eval");
      command.add("sys:suspend(whereis('%%2F_%s')).".formatted(queue));
      var output = data.resolve("silenced");
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (process.waitFor() != 0 || !Files.readString(output).strip().equals("ok")) {
        throw new IllegalStateException(
            "%s was not silenced: %s".formatted(queue, Files.readString(output)));
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("could not silence " + queue, failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted before " + queue + " was silenced", interrupted);
    }
  }

  // Not the one in /usr/sbin, which would switch to the user of the installed service.
  private static boolean isControl(Path path, BasicFileAttributes attributes) {
    return path.getFileName().toString().equals("rabbitmqctl");
  }

  /// Hears from now on what is said with this routing key; returns the queue in which it gathers.
  String listen(String key) {
    try {
      var queue = channel.queueDeclare().getQueue();
      channel.queueBind(queue, Topology.REPLIES, key);
      return queue;
    } catch (IOException failed) {
      throw new UncheckedIOException("could not listen to " + key, failed);
    }
  }

  /// Takes out what was put aside since the last look.
  List<String> deadLetters() {
    return takeAll(Topology.DEAD_LETTERS);
  }

  List<String> takeAll(String queue) {
    var bodies = new ArrayList<String>();
    try {
      for (var message = channel.basicGet(queue, true);
          message != null;
          message = channel.basicGet(queue, true)) {
        bodies.add(new String(message.getBody(), StandardCharsets.UTF_8));
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return bodies;
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
