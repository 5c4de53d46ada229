package easel.simulator.settings;

import java.util.concurrent.ThreadLocalRandom;

/// A duration in milliseconds that is drawn anew each time, evenly between two ends.
public record Span(long min, long max) {
  public Span {
    if (min < 0 || max < min) {
      throw new IllegalArgumentException(
          "expected 0 <= min <= max, got: min %d, max %d".formatted(min, max));
    }
  }

  public long draw() {
    return min == max ? min : ThreadLocalRandom.current().nextLong(min, max + 1);
  }
}
