package easel.worker.account;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What the account's thread has to look at, in the order in which it arrived. Anybody may add.
final class Mailbox {
  private final BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();

  void add(Runnable message) {
    queue.add(message);
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  /// The next message, if there is one at once.
  @Nullable Runnable next() {
    return queue.poll();
  }

  /// The next message, if there is one within the time.
  @Nullable Runnable next(long nanos) throws InterruptedException {
    return queue.poll(nanos, TimeUnit.NANOSECONDS);
  }
}
