package easel.api.customer;

import easel.api.digest.Sha256;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/// A customer's key: `easel_<public part>_<secret>`. Only a hash of the secret is kept; it is long
/// and random, so that a plain SHA-256 cannot be guessed back.
record ApiKey(String publicPart, String secret) {
  private static final Pattern FORM = Pattern.compile("easel_([0-9a-f]{16})_([0-9a-f]{64})");
  private static final SecureRandom RANDOM = new SecureRandom();

  static ApiKey random() {
    return new ApiKey(hex(8), hex(32));
  }

  static Optional<ApiKey> parse(String text) {
    var matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(new ApiKey(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }

  Sha256 hash() {
    return Sha256.of(secret);
  }

  /// The whole key, to be shown once.
  String shownOnce() {
    return "easel_" + publicPart + "_" + secret;
  }

  private static String hex(int bytes) {
    var random = new byte[bytes];
    RANDOM.nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  @Override
  public String toString() {
    return "ApiKey[" + publicPart + "]";
  }
}
