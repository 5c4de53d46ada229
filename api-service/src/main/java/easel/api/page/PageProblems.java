package easel.api.page;

import easel.api.http.Passing;
import easel.api.http.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.ModelAndView;

/// Shows whatever a page throws as a page, and to a script of a page as a notice. Only a mistake of
/// ours is a 500.
@Order(Ordered.HIGHEST_PRECEDENCE)
@ControllerAdvice(annotations = Page.class)
class PageProblems {
  private static final Logger LOG = LoggerFactory.getLogger(PageProblems.class);

  @ExceptionHandler(Exception.class)
  ModelAndView show(Exception thrown, HttpServletRequest request, HttpServletResponse response) {
    var problem = problemOf(thrown, request);
    if (problem.retryAfter() != null) {
      response.setHeader(
          HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, problem.retryAfter().toSeconds())));
    }
    var view = "problem";
    var comesBack = false;
    if (Pages.isPart(request)) {
      Pages.toNotices(response);
      view = "problem :: notice";
    } else if (problem.status() == HttpStatus.SERVICE_UNAVAILABLE) {
      comesBack = Pages.comeBack(request, response);
    }
    var model =
        Map.of(
            "status", problem.status().value(),
            "title", title(problem.status()),
            "detail", problem.detail(),
            "comesBack", comesBack);
    return new ModelAndView(view, model, problem.status());
  }

  private static Problem problemOf(Exception thrown, HttpServletRequest request) {
    if (thrown instanceof Problem problem) {
      return problem;
    }
    var passing = Passing.of(thrown);
    if (passing != null) {
      return passing;
    }
    if (thrown instanceof InvalidParameterException) {
      return Problem.of(
          HttpStatus.BAD_REQUEST,
          "unreadable",
          "The address cannot be read: expected UTF-8, percent-encoded.");
    }
    if (thrown instanceof MethodArgumentTypeMismatchException) {
      return Problem.notFound("page"); // an id in the path, or a filter, that is none
    }
    if (thrown instanceof ErrorResponse known) {
      return Problem.of(status(known.getStatusCode()), "refused", "This cannot be asked for.");
    }
    LOG.atError()
        .addKeyValue("method", request.getMethod())
        .addKeyValue("path", request.getRequestURI())
        .setCause(thrown)
        .log("Page failed by a mistake of ours");
    return Problem.of(
        HttpStatus.INTERNAL_SERVER_ERROR, "internal", "Something went wrong inside Easel.");
  }

  private static HttpStatus status(HttpStatusCode code) {
    var known = HttpStatus.resolve(code.value());
    return known == null ? HttpStatus.BAD_REQUEST : known;
  }

  private static String title(HttpStatus status) {
    return switch (status) {
      case NOT_FOUND -> "Not here";
      case FORBIDDEN -> "Not for this key";
      case SERVICE_UNAVAILABLE -> "Not now";
      case INTERNAL_SERVER_ERROR -> "Our mistake";
      default -> "Not done";
    };
  }
}
