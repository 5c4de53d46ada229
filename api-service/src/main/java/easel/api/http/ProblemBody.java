package easel.api.http;

import easel.api.http.Problem.FieldError;
import java.net.URI;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;

/// The one form of every error: RFC 9457's fields, and the dialect's own three beside them.
final class ProblemBody {
  private ProblemBody() {}

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
