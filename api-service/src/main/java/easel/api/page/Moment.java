package easel.api.page;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A time as pages show it: in UTC, and how long ago it was or how soon it will be. The template
/// `time` shows both.
///
/// @param iso for programs
/// @param utc for people
/// @param distance from now
public record Moment(String iso, String utc, String distance) {
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm:ss 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  public static Moment of(Instant at) {
    return of(at, Instant.now());
  }

  static Moment of(Instant at, Instant now) {
    return new Moment(at.toString(), UTC.format(at), distance(Duration.between(at, now)));
  }

  /// Null stays null.
  public static @Nullable Moment orNull(@Nullable Instant at) {
    return at == null ? null : of(at);
  }

  private static String distance(Duration since) {
    var length = since.abs();
    if (length.toSeconds() < 1) {
      return "now";
    }
    return since.isNegative() ? "in " + length(length) : length(length) + " ago";
  }

  private static String length(Duration length) {
    if (length.toSeconds() < 60) {
      return length.toSeconds() + " s";
    }
    if (length.toMinutes() < 60) {
      return length.toMinutes() + " min";
    }
    return length.toHours() < 48 ? length.toHours() + " h" : length.toDays() + " days";
  }
}
