package easel.worker.account;

import easel.worker.claim.Written;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/// Makes the account's writes in order, each until it is made. A write that finds another owner
/// stops the account.
final class ClaimWrites {
  private final Services services;
  private final AccountState state;
  private final Deque<PendingWrite> writes = new ArrayDeque<>();

  private record PendingWrite(Supplier<Written> write, Runnable then) {}

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
      drain();
    }
  }

  void drain() {
    while (!writes.isEmpty() && !state.stopped) {
      var pending = writes.getFirst();
      var written = pending.write().get();
      if (written == Written.NOT_OWNER) {
        state.stopped = true;
        return;
      }
      writes.removeFirst();
      if (written == Written.DONE) {
        pending.then().run();
      }
    }
  }
}
