package easel.api.http;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/// A request that is answered with an error. `code` becomes the problem's type and never changes.
public final class Problem extends RuntimeException {
  /// One field that is at fault.
  ///
  /// @param code stable, lower case with dashes
  public record FieldError(String field, String code, String detail) {}

  private final HttpStatus status;
  private final String code;
  private final List<FieldError> errors;
  private final @Nullable Duration retryAfter;
  private final Map<String, String> headers;
  private final Map<String, Object> properties;

  private Problem(
      HttpStatus status,
      String code,
      String detail,
      List<FieldError> errors,
      @Nullable Duration retryAfter,
      Map<String, String> headers) {
    this(status, code, detail, errors, retryAfter, headers, Map.of());
  }

  private Problem(
      HttpStatus status,
      String code,
      String detail,
      List<FieldError> errors,
      @Nullable Duration retryAfter,
      Map<String, String> headers,
      Map<String, Object> properties) {
    super(detail, null, false, false);
    this.status = status;
    this.code = code;
    this.errors = List.copyOf(errors);
    this.retryAfter = retryAfter;
    this.headers = Map.copyOf(headers);
    this.properties = Map.copyOf(properties);
  }

  public static Problem of(HttpStatus status, String code, String detail) {
    return new Problem(status, code, detail, List.of(), null, Map.of());
  }

  /// One bad field.
  public static Problem invalid(String field, String code, String detail) {
    return new Problem(
        HttpStatus.BAD_REQUEST,
        code,
        detail,
        List.of(new FieldError(field, code, detail)),
        null,
        Map.of());
  }

  /// Any number of bad fields, each with its own error.
  public static Problem invalid(List<FieldError> errors) {
    if (errors.size() == 1) {
      var only = errors.getFirst();
      return invalid(only.field(), only.code(), only.detail());
    }
    var fields = String.join(", ", errors.stream().map(FieldError::field).distinct().toList());
    return new Problem(
        HttpStatus.BAD_REQUEST,
        "invalid-fields",
        "Several fields are not valid: " + fields + ".",
        errors,
        null,
        Map.of());
  }

  /// One field that holds more than is taken.
  public static Problem tooLarge(String field, String code, String detail) {
    return new Problem(
        HttpStatus.CONTENT_TOO_LARGE,
        code,
        detail,
        List.of(new FieldError(field, code, detail)),
        null,
        Map.of());
  }

  public static Problem notFound(String what) {
    return of(HttpStatus.NOT_FOUND, "not-found", "There is no such " + what + ".");
  }

  public static Problem conflict(String code, String detail) {
    return of(HttpStatus.CONFLICT, code, detail);
  }

  /// The word of the operator or of the customer that the prompt holds.
  public static Problem bannedWord(String word) {
    return new Problem(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "banned-word",
        "The prompt holds the banned word '%s'.".formatted(word),
        List.of(),
        null,
        Map.of(),
        Map.of("bannedWord", word));
  }

  public static Problem unavailable(String code, String detail, Duration retryAfter) {
    return new Problem(
        HttpStatus.SERVICE_UNAVAILABLE, code, detail, List.of(), retryAfter, Map.of());
  }

  public static Problem tooManyRequests(
      String detail, Duration retryAfter, Map<String, String> headers) {
    return new Problem(
        HttpStatus.TOO_MANY_REQUESTS, "too-many-requests", detail, List.of(), retryAfter, headers);
  }

  public HttpStatus status() {
    return status;
  }

  public String code() {
    return code;
  }

  public String detail() {
    return String.valueOf(getMessage());
  }

  public List<FieldError> errors() {
    return errors;
  }

  public @Nullable Duration retryAfter() {
    return retryAfter;
  }

  public Map<String, String> headers() {
    return headers;
  }

  /// What the answer tells beside the fields that every error has.
  public Map<String, Object> properties() {
    return properties;
  }
}
