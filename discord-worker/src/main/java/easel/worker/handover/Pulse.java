package easel.worker.handover;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import easel.common.message.AccountMessage;
import easel.common.message.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/// Whether what is put into a queue still comes out of it on this channel. RabbitMQ may give a
/// consumer nothing and tell nobody (docs/adr/0012), or lose the queue's leader under it
/// (docs/adr/0008): where nothing came for a while, a probe is put in, and has to come out.
final class Pulse {
  private static final long SILENCE = Duration.ofSeconds(5).toNanos();
  private static final long PATIENCE = Duration.ofSeconds(5).toNanos();
  private static final byte[] PROBE = Wire.write(new AccountMessage.Probe());

  // No time limit: the queue would put an expired one into dead-letters.
  private static final AMQP.BasicProperties PASSING =
      new AMQP.BasicProperties.Builder().contentType("application/json").deliveryMode(1).build();

  private final Channel channel;
  private final String queue;
  private final int prefetch;
  private final LongSupplier clock;
  private final AtomicInteger unacknowledged = new AtomicInteger();
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile long heardAt;
  private volatile long probedAt;
  private volatile boolean probed;

  /// @param prefetch how many may be unacknowledged before nothing more comes
  /// @param clock in nanoseconds
  Pulse(Channel channel, String queue, int prefetch, LongSupplier clock) {
    this.channel = channel;
    this.queue = queue;
    this.prefetch = prefetch;
    this.clock = clock;
    this.heardAt = clock.getAsLong();
  }

  /// Something came.
  void delivered() {
    unacknowledged.incrementAndGet();
    heard();
  }

  void acknowledged() {
    unacknowledged.decrementAndGet();
  }

  private void heard() {
    heardAt = clock.getAsLong();
    probed = false;
  }

  /// To be asked about each second; may wait for the broker to take a probe.
  ///
  /// @return whether a probe did not come in time
  boolean isLost() {
    if (!channel.isOpen() || !looking.compareAndSet(false, true)) {
      return false;
    }
    try {
      return looksLost();
    } catch (IOException | RuntimeException broken) {
      return false; // its channel is gone, which is noticed without us
    } finally {
      looking.set(false);
    }
  }

  private boolean looksLost() throws IOException {
    if (unacknowledged.get() >= prefetch) {
      heard(); // as much as may come
      return false;
    }
    var now = clock.getAsLong();
    if (probed) {
      return now - probedAt >= PATIENCE;
    }
    if (now - heardAt >= SILENCE) {
      probedAt = now;
      probed = true;
      channel.basicPublish("", queue, PASSING, PROBE);
    }
    return false;
  }
}
