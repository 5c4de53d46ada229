package easel.api.http;

import easel.api.http.Problem.FieldError;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;

/// Answers whatever is thrown. Only a mistake of ours is a 500.
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);
  private static final String NOTHING_HERE =
      PlainPage.of(
          HttpStatus.NOT_FOUND,
          "Not here",
          "There is nothing at this address: it may be mistyped.");

  @ExceptionHandler(Problem.class)
  ResponseEntity<ProblemDetail> answer(Problem problem) {
    var response = response(problem.status(), problem.retryAfter());
    problem.headers().forEach(response::header);
    if (problem.status() == HttpStatus.UNAUTHORIZED) {
      response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }
    var body = ProblemBody.of(problem.status(), problem.code(), problem.detail(), problem.errors());
    problem.properties().forEach(body::setProperty);
    return response.body(body);
  }

  // A parameter is no UTF-8, or has a percent sign without two digits behind it.
  @ExceptionHandler(InvalidParameterException.class)
  ResponseEntity<ProblemDetail> answer(InvalidParameterException unreadable) {
    return response(HttpStatus.BAD_REQUEST, null)
        .body(
            ProblemBody.of(
                HttpStatus.BAD_REQUEST,
                "invalid-query",
                "The query cannot be read: expected UTF-8, percent-encoded."));
  }

  @ExceptionHandler(Exception.class)
  @Nullable ResponseEntity<ProblemDetail> answer(Exception thrown, HttpServletRequest request) {
    if (isClientGone(thrown)) {
      return null; // nobody reads an answer
    }
    var passing = Passing.of(thrown);
    if (passing != null) {
      return answer(passing);
    }
    LOG.atError()
        .addKeyValue("method", request.getMethod())
        .addKeyValue("path", request.getRequestURI())
        .setCause(thrown)
        .log("Request failed by a mistake of ours");
    return response(HttpStatus.INTERNAL_SERVER_ERROR, null)
        .body(
            ProblemBody.of(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "internal",
                "Something went wrong inside Easel."));
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException thrown,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    // What stopped the reading is deeper down than what says that something was not read.
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof BodyTooLarge tooLarge) {
        return body(HttpStatus.CONTENT_TOO_LARGE, "body-too-large", tooLarge.detail(), List.of());
      }
      if (cause instanceof Problem problem) {
        return response(problem.status(), problem.retryAfter())
            .body(ProblemBody.of(problem.status(), problem.code(), problem.detail()));
      }
    }
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof InputCoercionException tooLarge) {
        var field = field(tooLarge);
        var detail = "'%s' is a number that is too large.".formatted(field);
        var error = new FieldError(field, "invalid-value", detail);
        return body(status, "invalid-value", detail, List.of(error));
      }
      if (cause instanceof StreamReadException) {
        return body(status, "malformed-json", "The body is not valid JSON.", List.of());
      }
      if (cause instanceof DatabindException mismatch) {
        var field = field(mismatch);
        var detail =
            cause instanceof UnusableText text
                ? text.detail()
                : "'%s' has the wrong type or an unknown value.".formatted(field);
        var error = new FieldError(field, "invalid-value", detail);
        return body(status, "invalid-value", detail, List.of(error));
      }
    }
    return body(status, "malformed-json", "A JSON object is expected as the body.", List.of());
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
      MethodArgumentNotValidException thrown,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    var errors =
        thrown.getBindingResult().getFieldErrors().stream()
            .map(
                error ->
                    new FieldError(
                        error.getField(),
                        codeOf(error.getField(), error.getCode()),
                        sentence(error.getField(), error.getDefaultMessage())))
            .toList();
    var problem = Problem.invalid(errors);
    return body(status, problem.code(), problem.detail(), errors);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleNoResourceFoundException(
      NoResourceFoundException thrown,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return isOfBrowser(request)
        ? ResponseEntity.status(status).contentType(PlainPage.TYPE).body(NOTHING_HERE)
        : handleExceptionInternal(thrown, null, headers, status, request);
  }

  // Programs may name HTML among all that they take, but not this.
  private static boolean isOfBrowser(WebRequest request) {
    var accept = request.getHeader(HttpHeaders.ACCEPT);
    return accept != null && accept.contains(MediaType.APPLICATION_XHTML_XML_VALUE);
  }

  // Every other exception of Spring MVC: 404, 405, 415, a parameter of the wrong type, ...
  @Override
  protected @Nullable ResponseEntity<Object> handleExceptionInternal(
      Exception thrown,
      @Nullable Object body,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    var known = HttpStatus.resolve(status.value());
    var problem = ProblemBody.of(known == null ? HttpStatus.BAD_REQUEST : known);
    return ResponseEntity.status(status)
        .headers(headers)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleTypeMismatch(
      TypeMismatchException thrown,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    var field = thrown.getPropertyName() == null ? "parameter" : thrown.getPropertyName();
    var detail = "'%s' has the wrong type or an unknown value.".formatted(field);
    return body(
        status, "invalid-value", detail, List.of(new FieldError(field, "invalid-value", detail)));
  }

  private static ResponseEntity<Object> body(
      HttpStatusCode status, String code, String detail, List<FieldError> errors) {
    return ResponseEntity.status(status)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(ProblemBody.of(status, code, detail, errors));
  }

  private static ResponseEntity.BodyBuilder response(
      HttpStatus status, @Nullable Duration retryAfter) {
    var response = ResponseEntity.status(status).contentType(MediaType.APPLICATION_PROBLEM_JSON);
    if (retryAfter != null) {
      // Rounded up: whoever waits as told must not be refused again.
      var seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
      response.header(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
    }
    return response;
  }

  private static boolean isClientGone(Throwable thrown) {
    return thrown instanceof IOException
        && thrown.getClass().getName().equals("org.apache.catalina.connector.ClientAbortException");
  }

  private static String field(JacksonException mismatch) {
    var path = mismatch.getPath();
    if (path.isEmpty()) {
      return "body";
    }
    var name = path.getFirst().getPropertyName();
    return name == null ? "body" : name;
  }

  private static String codeOf(String field, @Nullable String constraint) {
    return switch (constraint == null ? "" : constraint) {
      case "NotBlank", "NotNull" -> FieldErrors.dashed(field) + "-required";
      case "Size" -> FieldErrors.dashed(field) + "-too-long";
      default -> "invalid-" + FieldErrors.dashed(field);
    };
  }

  private static String sentence(String field, @Nullable String message) {
    return message == null ? field + " is not valid." : message;
  }
}
