package easel.api.webhook;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// The growing pauses between attempts. Each is up to a fifth shorter or longer by chance: what
/// failed together must not come back together.
record Pauses(Duration first, Duration longest, RandomGenerator random) {
  private static final int GROWTH = 3;
  private static final double JITTER = 0.2;

  /// @param attempt the one that failed, from 1
  Duration after(int attempt) {
    var grown = first.toMillis() * Math.pow(GROWTH, Math.max(0, attempt - 1));
    var pause = Math.min(grown, (double) longest.toMillis());
    return Duration.ofMillis(Math.round(pause * random.nextDouble(1 - JITTER, 1 + JITTER)));
  }
}
