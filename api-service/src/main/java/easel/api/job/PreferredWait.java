package easel.api.job;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How long a caller would rather wait than ask again (RFC 7240, 4.3).
record PreferredWait(Duration atMost) {
  private static final long LONGEST_SECONDS = 60;
  private static final Pattern WAIT =
      Pattern.compile(
          "(?:^|,)\\s*wait\\s*=\\s*\"?([0-9]{1,9})\"?\\s*(?=[,;]|$)", Pattern.CASE_INSENSITIVE);

  /// @param header all values of `Prefer`; what is not understood in it is ignored
  /// @return null if there is no such wish
  static @Nullable PreferredWait of(@Nullable String header) {
    if (header == null) {
      return null;
    }
    var wish = WAIT.matcher(header);
    return wish.find()
        ? new PreferredWait(
            Duration.ofSeconds(Math.min(Long.parseLong(wish.group(1)), LONGEST_SECONDS)))
        : null;
  }

  /// What the answer says of it.
  String applied() {
    return "wait=" + atMost.toSeconds();
  }
}
