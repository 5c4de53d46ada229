package easel.api.mj;

import easel.api.http.Problem.FieldError;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/// Puts every problem into this dialect's words: what is wrong with a request is HTTP 200 with a
/// code, a wrong key 401 without a body. What is not the request's fault keeps its status, so that
/// whoever stands in between can try again.
@ControllerAdvice
class MjErrors implements ResponseBodyAdvice<Object> {
  @Override
  public boolean supports(
      MethodParameter returnType, Class<? extends HttpMessageConverter<?>> converter) {
    return true;
  }

  @Override
  public @Nullable Object beforeBodyWrite(
      @Nullable Object body,
      MethodParameter returnType,
      MediaType type,
      Class<? extends HttpMessageConverter<?>> converter,
      ServerHttpRequest request,
      ServerHttpResponse response) {
    if (!(body instanceof ProblemDetail problem) || !isOurs(request)) {
      return body;
    }
    if (problem.getStatus() == HttpStatus.UNAUTHORIZED.value()) {
      response.getHeaders().remove(HttpHeaders.CONTENT_TYPE);
      return null;
    }
    response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
    if (!keepsItsStatus(problem)) {
      response.setStatusCode(HttpStatus.OK);
    }
    return result(problem);
  }

  static SubmitResult result(ProblemDetail problem) {
    var detail = detail(problem);
    if (keepsItsStatus(problem)) {
      return SubmitResult.refused(Code.FAILURE, detail);
    }
    if (problem.getStatus() == HttpStatus.UNPROCESSABLE_CONTENT.value()) {
      return SubmitResult.refused(Code.BANNED_WORD, detail, bannedWord(problem));
    }
    var isWithoutAccount = "urn:easel:no-account".equals(String.valueOf(problem.getType()));
    return SubmitResult.refused(isWithoutAccount ? Code.NO_ACCOUNT : Code.INVALID, detail);
  }

  // One text has to say all that is wrong.
  private static String detail(ProblemDetail problem) {
    var properties = problem.getProperties();
    var errors = properties == null ? null : properties.get("errors");
    if (errors instanceof List<?> several && several.size() > 1) {
      return several.stream()
          .filter(FieldError.class::isInstance)
          .map(error -> ((FieldError) error).detail())
          .distinct()
          .collect(Collectors.joining(" "));
    }
    return Objects.requireNonNullElse(problem.getDetail(), "The request is not valid.");
  }

  private static boolean keepsItsStatus(ProblemDetail problem) {
    return problem.getStatus() == HttpStatus.TOO_MANY_REQUESTS.value()
        || problem.getStatus() >= HttpStatus.INTERNAL_SERVER_ERROR.value();
  }

  private static Map<String, Object> bannedWord(ProblemDetail problem) {
    var properties = problem.getProperties();
    var word = properties == null ? null : properties.get("bannedWord");
    return word == null ? Map.of() : Map.of("bannedWord", word);
  }

  // Whatever its path is written like, a request is in this dialect if a handler of it was found.
  private static boolean isOurs(ServerHttpRequest request) {
    return request instanceof ServletServerHttpRequest servlet
        && servlet.getServletRequest().getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE)
            instanceof HandlerMethod handler
        && handler.getBeanType().getPackageName().equals(MjErrors.class.getPackageName());
  }
}
