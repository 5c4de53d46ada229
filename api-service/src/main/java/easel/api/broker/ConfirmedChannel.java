package easel.api.broker;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import easel.api.outage.BrokerUnreachable;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/// A channel on which a publish returns once the broker has taken the message into a queue. After
/// any failure it is unusable: whether the broker took the last message is then unknown. For one
/// thread at a time.
public final class ConfirmedChannel implements AutoCloseable {
  // Shorter than the time after which PostgreSQL gives up a transaction that waits for us.
  private static final long CONFIRM_MILLIS = 4_000;
  private static final int PERSISTENT = 2;

  private final Channel channel;
  private final AtomicBoolean returned = new AtomicBoolean();
  private volatile boolean givenUp;

  private ConfirmedChannel(Channel channel) {
    this.channel = channel;
  }

  static ConfirmedChannel on(Channel channel) {
    var confirmed = new ConfirmedChannel(channel);
    try {
      channel.addReturnListener(_ -> confirmed.returned.set(true));
      channel.confirmSelect();
    } catch (IOException failed) {
      throw new BrokerUnreachable("RabbitMQ does not confirm on this channel", failed);
    }
    return confirmed;
  }

  /// @throws BrokerUnreachable unless the broker has confirmed the message and put it into a queue
  public void publish(String queue, byte[] body, Map<String, Object> headers) {
    var properties =
        new BasicProperties.Builder()
            .contentType("application/json")
            .deliveryMode(PERSISTENT)
            .headers(headers)
            .build();
    try {
      returned.set(false);
      channel.basicPublish("", queue, true, properties, body);
      if (!channel.waitForConfirms(CONFIRM_MILLIS)) {
        throw new BrokerUnreachable("RabbitMQ refused a message for " + queue);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      close();
      throw new BrokerUnreachable("interrupted before RabbitMQ confirmed", interrupted);
    } catch (TimeoutException silent) {
      giveUp();
      throw new Unanswered("RabbitMQ did not confirm a message for " + queue, silent);
    } catch (IOException | ShutdownSignalException failed) {
      close();
      throw new BrokerUnreachable("RabbitMQ did not confirm a message for " + queue, failed);
    }
    // The broker sends a return before it confirms.
    if (returned.get()) {
      close();
      throw new BrokerUnreachable("RabbitMQ has no queue " + queue);
    }
  }

  /// Publishes without waiting, for what may be lost.
  public void announce(String exchange, byte[] body) throws IOException {
    channel.basicPublish(exchange, "", new BasicProperties.Builder().deliveryMode(1).build(), body);
  }

  /// The channel itself, to declare on.
  public Channel raw() {
    return channel;
  }

  public boolean isOpen() {
    return !givenUp && channel.isOpen();
  }

  /// Uses it no more, now that it does not answer: closing it would wait for an answer too.
  public void giveUp() {
    givenUp = true;
    Thread.ofVirtual().name("give-up-channel").start(this::close);
  }

  @Override
  public void close() {
    Broker.release(channel);
  }
}
