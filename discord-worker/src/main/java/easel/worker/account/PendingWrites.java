package easel.worker.account;

import easel.worker.claim.Written;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/// Writes to an account's rows, in order, each repeated until PostgreSQL took it.
final class PendingWrites {
  private static final long RETRY_NANOS = 500_000_000L;

  private final Deque<Pending> writes = new ArrayDeque<>();
  private final JobLog log;
  private final Runnable whenNotOwner;
  private long tryAt = System.nanoTime();

  private record Pending(Supplier<Written> write, Runnable then) {}

  PendingWrites(JobLog log, Runnable whenNotOwner) {
    this.log = log;
    this.whenNotOwner = whenNotOwner;
  }

  /// Writes now if that is possible, else later; goes on with `then` once it is written.
  void write(Supplier<Written> write, Runnable then) {
    writes.add(new Pending(write, then));
    drain();
  }

  /// Writes something that no epoch guards.
  void write(Runnable write) {
    write(
        () -> {
          write.run();
          return Written.DONE;
        },
        () -> {});
  }

  void drain() {
    while (!writes.isEmpty() && isReachable()) {
      try {
        var written = writes.getFirst().write().get();
        if (written == Written.NOT_OWNER) {
          writes.clear();
          whenNotOwner.run();
          return;
        }
        var then = writes.removeFirst().then();
        if (written == Written.DONE) {
          then.run();
        }
      } catch (DataAccessException | TransactionException unreached) {
        away(unreached);
      }
    }
  }

  boolean isEmpty() {
    return writes.isEmpty();
  }

  /// PostgreSQL did not answer: it is left alone for a moment.
  void away(RuntimeException unreached) {
    log.databaseAway(unreached);
    tryAt = System.nanoTime() + RETRY_NANOS;
  }

  boolean isReachable() {
    return System.nanoTime() - tryAt >= 0;
  }

  long nanosUntilReachable() {
    return tryAt - System.nanoTime();
  }
}
