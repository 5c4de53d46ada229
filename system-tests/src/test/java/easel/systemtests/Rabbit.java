package easel.systemtests;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import easel.common.topology.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The broker of a deployment, as an operator reaches it.
final class Rabbit implements AutoCloseable {
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

  /// Takes a queue away, whatever is in it.
  void delete(String queue) {
    try {
      channel.queueDelete(queue);
    } catch (IOException failed) {
      throw new UncheckedIOException("could not delete " + queue, failed);
    }
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
