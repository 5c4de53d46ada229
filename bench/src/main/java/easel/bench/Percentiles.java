package easel.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.LongStream;

/// What many times were like.
final class Percentiles {
  private final long[] sorted;

  private Percentiles(long[] sorted) {
    this.sorted = sorted;
  }

  static Percentiles of(LongStream nanos) {
    var values = nanos.toArray();
    Arrays.sort(values);
    return new Percentiles(values);
  }

  int count() {
    return sorted.length;
  }

  /// The smallest value that is not below this share of all; in milliseconds, NaN without values.
  double milliseconds(double share) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    var rank = (int) Math.ceil(share * sorted.length);
    return sorted[Math.max(rank, 1) - 1] / 1e6;
  }

  /// Whether so many are within the target, in a word.
  ///
  /// @param target in milliseconds
  String verdict(double share, double target) {
    return milliseconds(share) <= target ? "met" : "missed";
  }

  /// The cells p50, p90, p99 and max of a table.
  String cells() {
    return String.format(
        Locale.ROOT,
        "%.2f | %.2f | %.2f | %.2f",
        milliseconds(0.5),
        milliseconds(0.9),
        milliseconds(0.99),
        milliseconds(1));
  }
}
