package easel.api.picture;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/// A link of Discord's to a picture.
record Link(String url) {
  private static final Pattern EXPIRES = Pattern.compile("[?&]ex=([0-9a-fA-F]{1,8})(?:&|$)");

  /// When it dies, if it says so.
  Optional<Instant> diesAt() {
    var matcher = EXPIRES.matcher(url);
    return matcher.find()
        ? Optional.of(Instant.ofEpochSecond(Long.parseLong(matcher.group(1), 16)))
        : Optional.empty();
  }
}
