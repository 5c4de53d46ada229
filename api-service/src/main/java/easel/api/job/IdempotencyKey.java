package easel.api.job;

import easel.api.digest.Sha256;
import easel.api.http.FieldErrors;
import easel.api.http.Problem;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// What makes a repeated request the same request.
///
/// @param body of everything that the request asks for, as JSON: no two requests read the same
///   there
/// @param bodyAsBefore of the same as it was told by older versions, which kept that; keys are
///   known for a day, so from the next version on nobody needs it
public record IdempotencyKey(String key, Sha256 body, Sha256 bodyAsBefore) {
  /// In which its callers send it.
  public static final String HEADER = "Idempotency-Key";

  /// The problem of a key that came with something else before.
  static final String USED = "idempotency-key-reused";

  private static final int LONGEST = 255;

  // Tells what is kept from what older versions kept: digits alone.
  private static final String JSON_DIGEST = "json:";
  private static final JsonMapper JSON = new JsonMapper();

  /// @param header null or empty without the header
  /// @param body everything that the request asks for
  /// @throws Problem 400 if it is too long, or no text that can be kept
  public static @Nullable IdempotencyKey of(@Nullable String header, Object body) {
    if (header == null || header.isBlank()) {
      return null;
    }
    if (header.length() > LONGEST) {
      throw Problem.invalid(
          HEADER, "idempotency-key-too-long", "Idempotency-Key must not exceed 255 characters.");
    }
    FieldErrors.requireStorable(HEADER, header);
    return new IdempotencyKey(
        header.strip(),
        Sha256.ofWritten(stream -> JSON.writeValue(stream, body)),
        Sha256.of(body.toString()));
  }

  /// What is remembered of the body.
  String kept() {
    return JSON_DIGEST + body.hex();
  }

  /// Whether this is what was remembered of the body.
  boolean isOf(String kept) {
    return kept.startsWith(JSON_DIGEST)
        ? body.matches(new Sha256(kept.substring(JSON_DIGEST.length())))
        : bodyAsBefore.matches(new Sha256(kept));
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
