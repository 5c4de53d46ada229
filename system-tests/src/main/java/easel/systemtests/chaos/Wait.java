package easel.systemtests.chaos;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Waiting for something that is to come true by itself.
final class Wait {
  private static final Duration LOOK = Duration.ofMillis(500);

  private Wait() {}

  /// @throws IllegalStateException that says what did not come true in time
  static void until(String what, Duration atMost, BooleanSupplier condition) {
    if (!within(atMost, condition)) {
      throw new IllegalStateException("expected within %s that %s".formatted(atMost, what));
    }
  }

  /// Whether it came true in time.
  static boolean within(Duration atMost, BooleanSupplier condition) {
    var deadline = System.nanoTime() + atMost.toNanos();
    try {
      while (!condition.getAsBoolean()) {
        if (System.nanoTime() - deadline > 0) {
          return false;
        }
        Thread.sleep(LOOK);
      }
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the campaign was interrupted", interrupted);
    }
  }
}
