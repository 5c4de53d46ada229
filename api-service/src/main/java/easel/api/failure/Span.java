package easel.api.failure;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/// How far back failures are looked at.
enum Span {
  HOUR("1h", "1 hour", Duration.ofHours(1)),
  DAY("24h", "24 hours", Duration.ofHours(24)),
  WEEK("7d", "7 days", Duration.ofDays(7));

  private final String word;
  private final String told;
  private final Duration length;

  Span(String word, String told, Duration length) {
    this.word = word;
    this.told = told;
    this.length = length;
  }

  static Optional<Span> of(String word) {
    return Arrays.stream(values()).filter(span -> span.word.equals(word)).findFirst();
  }

  /// As addresses have it.
  String word() {
    return word;
  }

  /// As people are told.
  String told() {
    return told;
  }

  Duration length() {
    return length;
  }
}
