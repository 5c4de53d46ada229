package easel.api.job;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// A time as a page shows it.
///
/// @param iso for programs
/// @param text for people, in UTC
record TimeText(String iso, String text) {
  private static final DateTimeFormatter DAY_AND_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  static TimeText of(Instant time) {
    return new TimeText(time.toString(), DAY_AND_TIME.format(time));
  }

  /// To the millisecond, without the day.
  static TimeText precise(Instant time) {
    return new TimeText(time.toString(), TIME.format(time));
  }

  static String span(Duration span) {
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
