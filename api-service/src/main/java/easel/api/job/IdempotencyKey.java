package easel.api.job;

import easel.api.digest.Sha256;
import easel.api.http.Problem;
import org.jspecify.annotations.Nullable;

/// What makes a repeated request the same request.
///
/// @param body of everything that the request asks for
record IdempotencyKey(String key, Sha256 body) {
  private static final int LONGEST = 255;

  /// @param header null or empty without the header
  /// @param body everything that the request asks for, in one form
  static @Nullable IdempotencyKey of(@Nullable String header, String body) {
    if (header == null || header.isBlank()) {
      return null;
    }
    if (header.length() > LONGEST) {
      throw Problem.invalid(
          "Idempotency-Key",
          "idempotency-key-too-long",
          "Idempotency-Key must not exceed 255 characters.");
    }
    return new IdempotencyKey(header.strip(), Sha256.of(body));
  }
}
