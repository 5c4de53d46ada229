package easel.api.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Refuses a body of a type such as `*/*`, which says nothing of it: Spring fails on one, and would
/// answer 500. Last, so that whoever may not ask at all is told so first.
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
class DefiniteContentType implements HandlerInterceptor, WebMvcConfigurer {
  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this);
  }

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
      throws HttpMediaTypeNotSupportedException {
    var given = request.getContentType();
    if (given != null && handler instanceof HandlerMethod method && readsBody(method)) {
      refuseWildcard(given);
    }
    return true;
  }

  private static boolean readsBody(HandlerMethod method) {
    return Stream.of(method.getMethodParameters())
        .anyMatch(parameter -> parameter.hasParameterAnnotation(RequestBody.class));
  }

  private static void refuseWildcard(String given) throws HttpMediaTypeNotSupportedException {
    MediaType type;
    try {
      type = MediaType.parseMediaType(given);
    } catch (InvalidMediaTypeException _) {
      return; // refused by whoever reads the body
    }
    if (type.isWildcardType() || type.isWildcardSubtype()) {
      throw new HttpMediaTypeNotSupportedException(type, List.of(MediaType.APPLICATION_JSON));
    }
  }
}
