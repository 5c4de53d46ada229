package easel.api.page;

import java.time.Duration;
import java.util.Locale;

/// How long something takes, in the words of pages. What is negative is told as nothing: two clocks
/// differ.
public final class Span {
  private Span() {}

  /// In the largest unit of which there are two: `42 s`, `90 s`, `30 min`, `2 h`, `3 days`.
  public static String rough(Duration span) {
    var seconds = Math.max(0, span.toSeconds());
    if (seconds < 120) {
      return seconds + " s";
    }
    if (seconds < 7_200) {
      return seconds / 60 + " min";
    }
    return seconds < 172_800 ? seconds / 3_600 + " h" : seconds / 86_400 + " days";
  }

  /// With all that matters: `812 ms`, `4.2 s`, `3 min 4 s`, `2 h 5 min`.
  public static String exact(Duration span) {
    var millis = Math.max(0, span.toMillis());
    if (millis < 1_000) {
      return millis + " ms";
    }
    if (millis < 60_000) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
    }
    if (millis < 3_600_000) {
      return "%d min %d s".formatted(millis / 60_000, millis / 1_000 % 60);
    }
    return "%d h %d min".formatted(millis / 3_600_000, millis / 60_000 % 60);
  }
}
