package easel.api.change;

import easel.common.id.JobId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What one reader has not been told yet. Bounded, so that a slow reader holds nobody up: one that
/// falls behind is told what it has, then it is over, and it may come back and resume.
public final class Subscription implements AutoCloseable {
  private final long from;
  private final @Nullable JobId only;
  private final int most;
  private final Consumer<Subscription> whenClosed;
  private final Queue<Change> changes = new ArrayDeque<>();
  private boolean ended;
  private boolean woken;

  /// @param from every change after this one is told
  /// @param only the job whose changes are told, null for all jobs
  /// @param most the changes that may wait
  Subscription(long from, @Nullable JobId only, int most, Consumer<Subscription> whenClosed) {
    this.from = from;
    this.only = only;
    this.most = most;
    this.whenClosed = whenClosed;
  }

  /// The change after which it is told everything.
  public long from() {
    return from;
  }

  /// The next change; null if none comes in time, or none comes any more.
  public synchronized @Nullable Change next(Duration patience) throws InterruptedException {
    var until = System.nanoTime() + patience.toNanos();
    while (changes.isEmpty() && !ended) {
      var left = until - System.nanoTime();
      if (left <= 0) {
        return null;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return changes.poll();
  }

  /// The next change; null also if it is time to look at what has no changes of its own.
  public synchronized @Nullable Change nextOrWoken(Duration patience) throws InterruptedException {
    var until = System.nanoTime() + patience.toNanos();
    while (changes.isEmpty() && !ended && !woken) {
      var left = until - System.nanoTime();
      if (left <= 0) {
        return null;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    woken = false;
    return changes.poll();
  }

  /// Whether nothing comes any more.
  public synchronized boolean isOver() {
    return ended && changes.isEmpty();
  }

  synchronized void offer(Change change) {
    if (ended || (only != null && !only.equals(change.job()))) {
      return;
    }
    if (changes.size() == most) {
      ended = true;
    } else {
      changes.add(change);
    }
    notifyAll();
  }

  /// Something was committed that may be no change of a job.
  synchronized void wake() {
    woken = true;
    notifyAll();
  }

  synchronized void end() {
    ended = true;
    notifyAll();
  }

  @Override
  public void close() {
    whenClosed.accept(this);
  }
}
