package easel.api.loop;

import easel.api.outage.Outage;
import easel.api.outage.OutageLog;
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
  private @Nullable Throwable failure;

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

  /// To be called by a task that goes on for long, once it has got what it needs.
  public void works() {
    report(null);
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
      report(null);
    } catch (Throwable thrown) {
      if (!closed) {
        report(thrown);
      }
    }
  }

  private void report(@Nullable Throwable thrown) {
    var before = failure;
    failure = thrown;
    var outage = thrown == null ? null : Outage.of(thrown);
    var outageBefore = before == null ? null : Outage.of(before);
    if (outageBefore != null && outageBefore != outage) {
      OutageLog.over(outageBefore);
    }
    if (thrown != null && outage != null && outageBefore != outage) {
      OutageLog.met(outage, thrown);
    }
    if (thrown != null && outage == null && !isLike(before, thrown)) {
      LOG.atError()
          .addKeyValue("loop", name)
          .addKeyValue("retriedAfter", period)
          .setCause(thrown)
          .log("Failed");
    }
  }

  private static boolean isLike(@Nullable Throwable before, Throwable thrown) {
    return before != null && before.toString().equals(thrown.toString());
  }
}
