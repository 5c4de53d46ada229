package easel.api.customer;

import easel.api.audit.Actor;
import easel.api.database.Schema;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;

/// Lets the operator in.
@Component
public class OperatorAuthentication implements HandlerInterceptor {
  private final OperatorKey key;
  private final Schema schema;

  OperatorAuthentication(OperatorKey key, Schema schema) {
    this.key = key;
    this.schema = schema;
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (!schema.isReady()) {
      throw CustomerAuthentication.starting();
    }
    if (!key.matches(Bearer.of(request), request.getRemoteAddr())) {
      throw Bearer.unauthorized();
    }
    Actor.operator(request);
    return true;
  }
}
