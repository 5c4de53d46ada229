package easel.api.loop;

import easel.api.outage.Outage;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does a task at least once in a period, and at once when woken, on a thread of its own. A failure
/// is logged when it begins and when it is over, not each time.
public final class Loop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
  private static final Duration STOPPING = Duration.ofSeconds(8);

  private final String name;
  private final Duration period;
  private final Runnable task;
  private final Semaphore calls = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closed;
  private @Nullable String failure;

  private Loop(String name, Duration period, Runnable task) {
    this.name = name;
    this.period = period;
    this.task = task;
    this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
  }

  public static Loop start(String name, Duration period, Runnable task) {
    var loop = new Loop(name, period, task);
    loop.thread.start();
    return loop;
  }

  /// Does the task now; once for any number of calls that come before it begins.
  public void wake() {
    if (calls.availablePermits() == 0) {
      calls.release();
    }
  }

  /// Lets the task under way finish, and does it no more.
  @Override
  public void close() {
    closed = true;
    calls.release();
    try {
      if (!thread.join(STOPPING)) {
        thread.interrupt();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!closed) {
      once();
      try {
        var _ = calls.tryAcquire(period.toMillis(), TimeUnit.MILLISECONDS);
        calls.drainPermits();
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  // Whatever one round meets must not end the loop.
  @SuppressWarnings("CatchThrowable")
  private void once() {
    try {
      task.run();
      if (failure != null) {
        failure = null;
        LOG.atInfo().addKeyValue("loop", name).log("Works again");
      }
    } catch (Throwable thrown) {
      report(thrown);
    }
  }

  private void report(Throwable thrown) {
    if (closed) {
      return;
    }
    var outage = Outage.of(thrown);
    var now = outage == null ? thrown.toString() : outage.title();
    if (now.equals(failure)) {
      return;
    }
    failure = now;
    if (outage == null) {
      LOG.atError()
          .addKeyValue("loop", name)
          .addKeyValue("retriedAfter", period)
          .setCause(thrown)
          .log("Failed");
      return;
    }
    LOG.atWarn()
        .addKeyValue("loop", name)
        .addKeyValue("unreachable", outage.title())
        .addKeyValue("retriedAfter", period)
        .addKeyValue("cause", thrown.getMessage())
        .log("Waits: {}", outage.action());
  }
}
