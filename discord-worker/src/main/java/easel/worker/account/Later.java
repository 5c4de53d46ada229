package easel.worker.account;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Runs something after a pause, without keeping anybody waiting for it.
@FunctionalInterface
public interface Later {
  /// As told, on a virtual thread.
  Later ON_A_THREAD =
      (pause, what) ->
          CompletableFuture.delayedExecutor(
                  pause.toNanos(), TimeUnit.NANOSECONDS, Thread::startVirtualThread)
              .execute(what);

  void run(Duration pause, Runnable what);
}
