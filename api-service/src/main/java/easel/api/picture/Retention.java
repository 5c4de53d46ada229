package easel.api.picture;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/// How long pictures are kept.
///
/// @param span null for ever
record Retention(@Nullable Duration span) {
  private static final String OFF = "off";

  /// @param text a duration such as `30d`, or `off`
  static Retention parse(String variable, String text) {
    var stripped = text.strip();
    if (stripped.equalsIgnoreCase(OFF)) {
      return new Retention(null);
    }
    try {
      var span = DurationStyle.detectAndParse(stripped);
      if (span.isPositive()) {
        return new Retention(span);
      }
    } catch (IllegalArgumentException _) {
      // refused below
    }
    throw new IllegalArgumentException(
        "expected %s to be a duration such as 30d or 12h, or off, got: '%s'"
            .formatted(variable, text));
  }
}
