package easel.worker.ear;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// How long a session waits before it connects again: longer each time, and never at the same
/// moment as all others.
///
/// @param shortest after the first failure
/// @param longest at most
/// @param stable a connection that held so long makes earlier failures forgotten
/// @param ready how long a connection may take until it listens
record Pauses(Duration shortest, Duration longest, Duration stable, Duration ready) {
  static final Pauses USUAL =
      new Pauses(
          Duration.ofSeconds(1),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ofSeconds(30));

  /// @param failures how often it failed before
  Duration after(int failures) {
    if (failures == 0) {
      return Duration.ZERO;
    }
    var whole = shortest.multipliedBy(1L << Math.min(failures - 1, 20));
    return someOf(whole.compareTo(longest) > 0 ? longest : whole);
  }

  /// Discord wants 1 to 5 s before a new session is begun in place of one that it does not know.
  Duration beforeNewSession() {
    return shortest.plus(
        shortest.multipliedBy(ThreadLocalRandom.current().nextInt(401)).dividedBy(100));
  }

  /// Between a half and the whole.
  private static Duration someOf(Duration whole) {
    return Duration.ofNanos(
        whole.toNanos() / 2 + ThreadLocalRandom.current().nextLong(whole.toNanos() / 2 + 1));
  }
}
