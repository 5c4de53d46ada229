package easel.api.http;

import easel.api.http.Problem.FieldError;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;

/// The one form of every error: RFC 9457's fields, and the dialect's own three beside them.
final class ProblemBody {
  private ProblemBody() {}

  /// What is known from the status alone.
  static ProblemDetail of(HttpStatus status) {
    var code = status.name().toLowerCase(Locale.ROOT).replace('_', '-');
    var detail =
        switch (status) {
          case NOT_FOUND -> "There is nothing at this path.";
          case METHOD_NOT_ALLOWED -> "This path does not take that method.";
          case UNSUPPORTED_MEDIA_TYPE -> "The body must be JSON: Content-Type: application/json.";
          default -> "The request is not valid: " + status.getReasonPhrase() + ".";
        };
    return of(status, code, detail);
  }

  static ProblemDetail of(HttpStatusCode status, String code, String detail) {
    return of(status, code, detail, List.of());
  }

  static ProblemDetail of(
      HttpStatusCode status, String code, String detail, List<FieldError> errors) {
    var known = HttpStatus.resolve(status.value());
    var title = known == null ? "Error" : known.getReasonPhrase();
    var body = ProblemDetail.forStatusAndDetail(status, detail);
    body.setType(URI.create("urn:easel:" + code));
    body.setTitle(title);
    body.setProperty("message", detail);
    body.setProperty("error", title);
    body.setProperty("statusCode", status.value());
    if (!errors.isEmpty()) {
      body.setProperty("errors", errors);
    }
    return body;
  }
}
