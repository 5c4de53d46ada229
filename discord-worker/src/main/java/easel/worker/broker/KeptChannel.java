package easel.worker.broker;

import com.rabbitmq.client.Channel;
import easel.common.topology.QueueType;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A channel on which something is consumed, opened again whenever it is gone: with its connection,
/// or alone, as the broker closes one whose consumer it cancelled or waited for too long.
///
/// What the broker may keep waiting is done beside, so that nobody who asks for it waits.
public final class KeptChannel {
  private static final Logger log = LoggerFactory.getLogger(KeptChannel.class);

  private final Channels broker;
  private final Executor beside;
  private final String what;
  private final Consumption consumption;
  private final @Nullable SilentQueue silent;
  private final Lock lock = new ReentrantLock();
  private volatile @Nullable Channel channel;
  private volatile boolean closed;

  /// Begins to consume.
  @FunctionalInterface
  public interface Consumption {
    void begin(Channel channel) throws IOException;
  }

  /// @param what is consumed, for who reads the log
  public KeptChannel(Channels broker, Executor beside, String what, Consumption consumption) {
    this(broker, beside, what, consumption, null);
  }

  private KeptChannel(
      Channels broker,
      Executor beside,
      String what,
      Consumption consumption,
      @Nullable SilentQueue silent) {
    this.broker = broker;
    this.beside = beside;
    this.what = what;
    this.consumption = consumption;
    this.silent = silent;
  }

  /// Of a queue that outlives its consumers: one that is there and answers nothing is deleted, if a
  /// new one of this type answers.
  ///
  /// @param consumption declares the queue and consumes it
  public static KeptChannel ofQueue(
      Channels broker, Executor beside, String queue, QueueType type, Consumption consumption) {
    return new KeptChannel(
        broker, beside, queue, consumption, new SilentQueue(broker, queue, type));
  }

  /// Opens it soon, if there is none and the broker is there.
  public void ensureOpen() {
    if (!closed && !isOpen() && broker.isOpen()) {
      beside.execute(this::open);
    }
  }

  /// The broker cancelled the consumer: its channel is of no use any more.
  public void cancelled() {
    beside.execute(this::abandon);
  }

  /// Closes it soon, until it is to be open again: what was not acknowledged goes to whoever else
  /// consumes.
  public void release() {
    if (isOpen()) {
      beside.execute(this::abandon);
    }
  }

  /// Closes it soon and for good.
  public void close() {
    closed = true;
    beside.execute(this::abandon);
  }

  private boolean isOpen() {
    var open = channel;
    return open != null && open.isOpen();
  }

  private void open() {
    if (!lock.tryLock()) {
      return; // somebody is at it
    }
    try {
      if (closed || isOpen()) {
        return;
      }
      var fresh = broker.channel();
      channel = fresh;
      consumption.begin(fresh);
      if (silent != null) {
        silent.consumes();
      }
    } catch (IOException | RuntimeException failed) {
      log.atWarn()
          .addKeyValue("queue", what)
          .addKeyValue("cause", String.valueOf(failed.getMessage()))
          .log("Could not consume; trying again in 1 s");
      if (silent == null) {
        abort();
      } else {
        silent.failed(failed, this::abort);
      }
    } finally {
      lock.unlock();
    }
  }

  private void abandon() {
    lock.lock();
    try {
      abort();
    } finally {
      lock.unlock();
    }
  }

  private void abort() {
    var open = channel;
    channel = null;
    if (open == null || !open.isOpen()) {
      return;
    }
    try {
      open.abort();
    } catch (IOException alreadyBroken) {
      log.debug("the channel of {} was broken already", what, alreadyBroken);
    }
  }
}
