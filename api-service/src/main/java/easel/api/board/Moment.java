package easel.api.board;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A time for a page.
///
/// @param iso for the script that tells how long ago it was
/// @param text for whoever reads it without that
record Moment(String iso, String text) {
  private static final DateTimeFormatter TEXT =
      DateTimeFormatter.ofPattern("d MMM HH:mm:ss 'UTC'", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  static Moment of(Instant at) {
    return new Moment(at.truncatedTo(ChronoUnit.MILLIS).toString(), TEXT.format(at));
  }

  static @Nullable Moment ofNullable(@Nullable Instant at) {
    return at == null ? null : of(at);
  }
}
