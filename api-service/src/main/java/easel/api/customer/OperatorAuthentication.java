package easel.api.customer;

import easel.api.database.Schema;
import easel.api.database.SchemaReady;
import easel.api.digest.Sha256;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;

/// Lets the operator in: with the key that is configured or, where none is, with the one that was
/// made at the first start.
@Component
public class OperatorAuthentication implements HandlerInterceptor {
  private final CustomerRows rows;
  private final Schema schema;
  private final String configured;

  OperatorAuthentication(
      CustomerRows rows, Schema schema, @Value("${easel.admin-key:}") String configured) {
    this.rows = rows;
    this.schema = schema;
    this.configured = configured.strip();
  }

  @EventListener(SchemaReady.class)
  void makeKey() {
    if (!configured.isEmpty()) {
      return;
    }
    var key = "easel_operator_" + ApiKey.random().secret();
    if (rows.insertOperatorKey(Sha256.of(key))) {
      // Not logged: a log is kept, and this must be shown once.
      System.out.println("Operator key (shown once): " + key);
    }
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (!schema.isReady()) {
      throw CustomerAuthentication.starting();
    }
    var given = Sha256.of(Bearer.of(request));
    var expected =
        configured.isEmpty()
            ? rows.operatorKey().orElseThrow(Bearer::unauthorized)
            : Sha256.of(configured);
    if (!given.matches(expected)) {
      throw Bearer.unauthorized();
    }
    return true;
  }
}
