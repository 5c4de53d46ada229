package easel.simulator.gateway;

import easel.simulator.settings.Option;
import easel.simulator.settings.SettingsStore;
import java.util.HashMap;
import java.util.Map;

/// Counts how often each token identifies, and says when it is too often.
public final class Identifies {
  private static final long DAY_NANOS = 86_400_000_000_000L;

  private final SettingsStore settings;
  private final Map<Long, Count> counts = new HashMap<>();

  Identifies(SettingsStore settings) {
    this.settings = settings;
  }

  synchronized Verdict admit(long user) {
    var count = countOf(user);
    if (!settings.forAll().flag(Option.RATE_LIMITS)) {
      count.identified++;
      count.lastNanos = System.nanoTime();
      return Verdict.ADMITTED;
    }
    var windowNanos = settings.forAll().number(Option.IDENTIFY_WINDOW_MS) * 1_000_000;
    // All shards share one bucket, since max_concurrency is 1.
    if (count.identified > 0 && System.nanoTime() - count.lastNanos < windowNanos) {
      return Verdict.TOO_SOON;
    }
    if (count.identified >= settings.forAll().number(Option.IDENTIFIES_PER_DAY)) {
      return Verdict.TOO_MANY;
    }
    count.lastNanos = System.nanoTime();
    count.identified++;
    return Verdict.ADMITTED;
  }

  public synchronized long remaining(long user) {
    return Math.max(
        0, settings.forAll().number(Option.IDENTIFIES_PER_DAY) - countOf(user).identified);
  }

  public synchronized long resetAfterMs(long user) {
    return (DAY_NANOS - (System.nanoTime() - countOf(user).dayStart)) / 1_000_000;
  }

  synchronized void clear() {
    counts.clear();
  }

  private Count countOf(long user) {
    var count = counts.computeIfAbsent(user, id -> new Count());
    if (System.nanoTime() - count.dayStart > DAY_NANOS) {
      count.dayStart = System.nanoTime();
      count.identified = 0;
    }
    return count;
  }

  enum Verdict {
    ADMITTED,
    TOO_SOON,
    TOO_MANY
  }

  private static final class Count {
    private long dayStart = System.nanoTime();
    private long identified;
    private long lastNanos;
  }
}
