package easel.api.picture;

import easel.api.http.Problem;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Lets only so many do at once what takes much memory; others wait for their turn, but not for
/// long.
final class Turns {
  private static final Duration AGAIN = Duration.ofSeconds(2);

  private final Semaphore free;
  private final Duration patience;

  Turns(int atOnce, Duration patience) {
    this.free = new Semaphore(atOnce, true);
    this.patience = patience;
  }

  /// Waits for a turn, and keeps it until `end`.
  ///
  /// @throws Problem 503 if it did not come in time
  void begin() throws InterruptedException {
    if (!free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw Problem.unavailable(
          "busy", "Too many pictures are asked for at this moment. Try again.", AGAIN);
    }
  }

  void end() {
    free.release();
  }

  /// @throws Problem 503 if its turn did not come in time
  <T> T take(Callable<T> work) throws Exception {
    begin();
    try {
      return work.call();
    } finally {
      end();
    }
  }
}
