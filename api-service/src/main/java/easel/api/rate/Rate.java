package easel.api.rate;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// So many requests in so long a time, as `10/1s`.
record Rate(int requests, Duration window) {
  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,5})/([1-9][0-9]{0,5})s");
  private static final String OFF = "off";

  /// @return empty for `off`
  static Optional<Rate> parse(String variable, String text) {
    if (text.strip().equalsIgnoreCase(OFF)) {
      return Optional.empty();
    }
    var matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "expected %s to be like 10/1s (requests/seconds) or off, got: '%s'"
              .formatted(variable, text));
    }
    return Optional.of(
        new Rate(
            Integer.parseInt(matcher.group(1)),
            Duration.ofSeconds(Long.parseLong(matcher.group(2)))));
  }

  @Override
  public String toString() {
    return requests + "/" + window.toSeconds() + "s";
  }
}
