package easel.api.job;

import easel.api.digest.Sha256;
import easel.api.http.FieldErrors;
import easel.api.http.Problem;
import org.jspecify.annotations.Nullable;

/// What makes a repeated request the same request.
///
/// @param body of everything that the request asks for
public record IdempotencyKey(String key, Sha256 body) {
  /// In which its callers send it.
  public static final String HEADER = "Idempotency-Key";

  /// The problem of a key that came with something else before.
  static final String USED = "idempotency-key-reused";

  private static final int LONGEST = 255;

  /// @param header null or empty without the header
  /// @param body everything that the request asks for, in one form
  /// @throws Problem 400 if it is too long, or no text that can be kept
  public static @Nullable IdempotencyKey of(@Nullable String header, String body) {
    if (header == null || header.isBlank()) {
      return null;
    }
    if (header.length() > LONGEST) {
      throw Problem.invalid(
          HEADER, "idempotency-key-too-long", "Idempotency-Key must not exceed 255 characters.");
    }
    FieldErrors.requireStorable(HEADER, header);
    return new IdempotencyKey(header.strip(), Sha256.of(body));
  }

  /// Of a form that asks for one thing or another: sent twice alike it is one request, filled in
  /// otherwise another.
  ///
  /// @param form one key for whatever it asks for, null or empty without any
  /// @throws Problem as for a header
  static @Nullable IdempotencyKey ofForm(@Nullable String form, String body) {
    return of(form == null || form.isBlank() ? null : form + " " + Sha256.of(body).hex(), body);
  }
}
