package easel.api.http;

import java.io.IOException;

/// A body that exceeds what any call needs.
public final class BodyTooLarge extends IOException {
  private final int most;

  BodyTooLarge(int most) {
    super("The body must not exceed %d bytes.".formatted(most));
    this.most = most;
  }

  /// How many bytes it may have.
  public int most() {
    return most;
  }

  String detail() {
    return String.valueOf(getMessage());
  }
}
