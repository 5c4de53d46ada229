package easel.bench;

import com.rabbitmq.client.CancelCallback;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DeliverCallback;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What one message costs on the same broker at the same time: published to a quorum queue,
/// confirmed and delivered, one after another.
final class BrokerProbe implements AutoCloseable {
  private static final String QUEUE = "bench.probe";
  private static final Duration BETWEEN = Duration.ofMillis(50);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final Connection connection;
  private final Channel publishing;
  private final Channel consuming;
  private final SynchronousQueue<Long> deliveries = new SynchronousQueue<>();
  private final List<Long> rounds = new ArrayList<>();
  private volatile boolean closing;

  private BrokerProbe(Connection connection) throws IOException {
    this.connection = connection;
    publishing = connection.createChannel();
    consuming = connection.createChannel();
    publishing.queueDeclare(QUEUE, true, false, false, Map.of("x-queue-type", "quorum"));
    publishing.confirmSelect();
    DeliverCallback delivered =
        (_, delivery) -> {
          var at = System.nanoTime();
          consuming.basicAck(delivery.getEnvelope().getDeliveryTag(), false);
          try {
            deliveries.offer(at, LONGEST.toSeconds(), TimeUnit.SECONDS);
          } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
          }
        };
    CancelCallback cancelled = _ -> {};
    consuming.basicConsume(QUEUE, delivered, cancelled);
    Thread.ofPlatform().name("broker-probe").daemon().start(this::probe);
  }

  /// @param address host and port
  static BrokerProbe on(String address) throws IOException, TimeoutException {
    var factory = new ConnectionFactory();
    var host = address.substring(0, address.lastIndexOf(':'));
    factory.setHost(host);
    factory.setPort(Integer.parseInt(address.substring(host.length() + 1)));
    return new BrokerProbe(factory.newConnection("bench"));
  }

  String brokerVersion() {
    return String.valueOf(connection.getServerProperties().get("version"));
  }

  /// Drops the rounds until now.
  void forget() {
    synchronized (rounds) {
      rounds.clear();
    }
  }

  Percentiles rounds() {
    synchronized (rounds) {
      return Percentiles.of(rounds.stream().mapToLong(Long::longValue));
    }
  }

  private void probe() {
    try {
      while (!closing) {
        var began = System.nanoTime();
        publishing.basicPublish("", QUEUE, MessageProperties.PERSISTENT_BASIC, new byte[300]);
        publishing.waitForConfirmsOrDie(LONGEST.toMillis());
        var confirmed = System.nanoTime();
        var delivered = deliveries.poll(LONGEST.toSeconds(), TimeUnit.SECONDS);
        if (delivered == null) {
          throw new IOException("no delivery within " + LONGEST);
        }
        synchronized (rounds) {
          rounds.add(Math.max(confirmed, delivered) - began);
        }
        Thread.sleep(BETWEEN);
      }
    } catch (IOException | TimeoutException failed) {
      if (!closing) {
        System.err.println("  The broker probe ended early: " + failed);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    closing = true;
    connection.close();
  }
}
