package easel.api.http;

import java.io.IOException;

/// A body that exceeds what any call needs.
final class BodyTooLarge extends IOException {
  BodyTooLarge(int most) {
    super("The body must not exceed %d bytes.".formatted(most));
  }

  String detail() {
    return String.valueOf(getMessage());
  }
}
