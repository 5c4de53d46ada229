package easel.worker.account;

import easel.worker.claim.Written;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/// Makes the account's writes in order, each until it is made. A write that finds another owner
/// stops the account.
final class ClaimWrites {
  private static final long RETRY_DATABASE = TimeUnit.MILLISECONDS.toNanos(500);

  private final Services services;
  private final AccountState state;
  private final Deque<PendingWrite> writes = new ArrayDeque<>();

  private record PendingWrite(Supplier<Written> write, Runnable then) {}

  /// Whether the first of them was tried before: then it may have been made, and only the answer
  /// lost.
  private boolean tried;

  ClaimWrites(Services services, AccountState state) {
    this.services = services;
    this.state = state;
  }

  boolean isEmpty() {
    return writes.isEmpty();
  }

  void write(Supplier<Written> write, Runnable then) {
    writes.add(new PendingWrite(write, then));
    if (services.now() - state.databaseAt >= 0) {
      try {
        drain();
      } catch (DataAccessException | TransactionException unreached) {
        // It is made later: whoever decided on it must not stop half-way.
        databaseAway(unreached);
      }
    }
  }

  /// PostgreSQL did not answer: it is asked again after a pause.
  void databaseAway(RuntimeException unreached) {
    services.log().databaseAway(unreached);
    state.databaseAt = services.now() + RETRY_DATABASE;
  }

  void drain() {
    while (!writes.isEmpty() && !state.stopped) {
      var pending = writes.getFirst();
      var again = tried;
      tried = true;
      var written = pending.write().get();
      tried = false;
      if (written == Written.NOT_OWNER) {
        state.stopped = true;
        return;
      }
      writes.removeFirst();
      // Nobody else writes here: what was tried and is found made was made by us.
      if (written == Written.DONE || again) {
        pending.then().run();
      }
    }
  }
}
