package easel.dispatcher.dispatch;

import easel.common.message.LaneJob;
import easel.common.slot.Take;
import easel.dispatcher.pool.Target;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// A head and how far its decision is.
final class HeldHead {
  /// Between the queues of a pool: the oldest waiting job first.
  static final Comparator<HeldHead> OLDEST_FIRST =
      Comparator.<HeldHead, LaneJob>comparing(
          held -> held.job,
          Comparator.comparing(LaneJob::acceptedAt)
              .thenComparingLong(LaneJob::number)
              .thenComparing(job -> job.queue().value()));

  final LaneJob job;
  final long arrivedNanos;

  /// Whether it may hold a place of an account that we do not know of.
  boolean mayHold;

  private boolean hasPlaceOfQueue;

  int failures;
  boolean overdue;

  /// Null while it is about to be looked at, or acted upon.
  @Nullable WaitsFor waitsFor;

  /// Where it could run when it was last looked at.
  Target target = new Target.Unknown();

  HeldHead(Head head, long arrivedNanos) {
    this.job = head.job();
    this.mayHold = head.mayHold();
    this.arrivedNanos = arrivedNanos;
  }

  /// One that had the place before we took it may have been handed over before, as where its lane
  /// was lost and filled anew.
  void tookPlaceOfQueue(Take how) {
    mayHold |= how == Take.HELD && !hasPlaceOfQueue;
    hasPlaceOfQueue = true;
  }

  boolean isHeld() {
    return waitsFor != null;
  }
}
