package easel.api.prompt;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// Versions of Midjourney's models.
///
/// @param to null if every newer one is among them
record Versions(BigDecimal from, @Nullable BigDecimal to) {
  /// @param text `*`, `7`, `4-5.9`, or `8.3-`
  static Versions of(String text) {
    if (text.equals("*")) {
      return new Versions(BigDecimal.ZERO, null);
    }
    var ends = text.split("-", 2);
    var from = new BigDecimal(ends[0]);
    if (ends.length == 1) {
      return new Versions(from, from);
    }
    return new Versions(from, ends[1].isEmpty() ? null : new BigDecimal(ends[1]));
  }

  boolean hold(BigDecimal version) {
    return version.compareTo(from) >= 0 && (to == null || version.compareTo(to) <= 0);
  }

  @Override
  public String toString() {
    if (to == null) {
      return from.toPlainString() + " and newer";
    }
    return to.compareTo(from) == 0
        ? from.toPlainString()
        : from.toPlainString() + " to " + to.toPlainString();
  }
}
