package easel.api.page;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A time as pages show it. Two that are equal look the same, but for how far from now they are.
/// The template `time` shows both that and the time itself.
public record Moment(Instant at) {
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm:ss 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY_AND_CLOCK =
      DateTimeFormatter.ofPattern("d MMM, HH:mm:ss.SSS", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  public static Moment of(Instant at) {
    return new Moment(at);
  }

  /// Null stays null.
  public static @Nullable Moment orNull(@Nullable Instant at) {
    return at == null ? null : of(at);
  }

  /// For programs.
  public String iso() {
    return at.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  /// For people.
  public String utc() {
    return UTC.format(at);
  }

  /// To the millisecond, with the day unless it is today.
  public String clock() {
    return clock(Instant.now());
  }

  String clock(Instant now) {
    var isToday = at.truncatedTo(ChronoUnit.DAYS).equals(now.truncatedTo(ChronoUnit.DAYS));
    return (isToday ? CLOCK : DAY_AND_CLOCK).format(at);
  }

  /// How long ago it was, or how soon it will be.
  public String distance() {
    return distance(Instant.now());
  }

  String distance(Instant now) {
    var since = Duration.between(at, now);
    var length = since.abs();
    if (length.toSeconds() < 1) {
      return "now";
    }
    return since.isNegative() ? "in " + Span.rough(length) : Span.rough(length) + " ago";
  }
}
