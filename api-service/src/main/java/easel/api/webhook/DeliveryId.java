package easel.api.webhook;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// A delivery's id: the same in the API and in the header `webhook-id`, and the same in all
/// attempts, so that receivers know a repeat.
record DeliveryId(UUID value) {
  private static final String PREFIX = "msg_";
  private static final Pattern FORM = Pattern.compile(PREFIX + "[0-9a-f]{32}");

  static DeliveryId random() {
    return new DeliveryId(UUID.randomUUID());
  }

  static Optional<DeliveryId> parse(String text) {
    if (!FORM.matcher(text).matches()) {
      return Optional.empty();
    }
    var digits = text.substring(PREFIX.length());
    return Optional.of(
        new DeliveryId(
            new UUID(
                Long.parseUnsignedLong(digits, 0, 16, 16),
                Long.parseUnsignedLong(digits, 16, 32, 16))));
  }

  @Override
  public String toString() {
    return PREFIX + value.toString().replace("-", "");
  }
}
