package easel.common.store;

import java.util.regex.Pattern;

/// What keys look like: nothing that leaves the place where objects are kept.
final class Keys {
  private static final String SEGMENT = "[A-Za-z0-9_-][A-Za-z0-9._-]*";
  private static final Pattern FORM = Pattern.compile(SEGMENT + "(?:/" + SEGMENT + ")*");
  private static final int LONGEST = 500;

  private Keys() {}

  /// @throws IllegalArgumentException if it is none; it is not repeated, as it may be a secret
  static String require(String key) {
    if (key.length() > LONGEST || !FORM.matcher(key).matches()) {
      throw new IllegalArgumentException(
          "expected a key of at most %d characters, of segments %s separated by '/'"
              .formatted(LONGEST, SEGMENT));
    }
    return key;
  }
}
