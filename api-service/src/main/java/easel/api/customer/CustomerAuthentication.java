package easel.api.customer;

import easel.api.audit.Actor;
import easel.api.database.Schema;
import easel.api.http.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;

/// Lets customers in. Nothing is cached: a key that was revoked is refused by the next request.
@Component
public class CustomerAuthentication implements HandlerInterceptor {
  private static final String CUSTOMER = CustomerAuthentication.class.getName();

  private final CustomerRows rows;
  private final Schema schema;

  CustomerAuthentication(CustomerRows rows, Schema schema) {
    this.rows = rows;
    this.schema = schema;
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (!schema.isReady()) {
      throw starting();
    }
    letIn(request, requireCustomer(request));
    Actor.customer(request, keyOf(request).publicPart());
    return true;
  }

  /// Looks again at the key of a request that is long under way.
  ///
  /// @throws Problem 401 if it does not let in
  public Customer requireCustomer(HttpServletRequest request) {
    var key = keyOf(request);
    var known = rows.findByKey(key.publicPart()).orElseThrow(Bearer::unauthorized);
    if (!key.hash().matches(known.hash())) {
      throw Bearer.unauthorized();
    }
    return known.customer();
  }

  private static ApiKey keyOf(HttpServletRequest request) {
    return ApiKey.parse(Bearer.ofCustomer(request)).orElseThrow(Bearer::unauthorized);
  }

  /// Lets a customer in with this request.
  public static void letIn(HttpServletRequest request, Customer customer) {
    request.setAttribute(CUSTOMER, customer);
  }

  /// The customer who was let in with this request.
  public static Customer customerOf(HttpServletRequest request) {
    if (request.getAttribute(CUSTOMER) instanceof Customer customer) {
      return customer;
    }
    throw Bearer.unauthorized();
  }

  static Problem starting() {
    return Problem.unavailable(
        "starting", "Easel waits for PostgreSQL. Try again.", Duration.ofSeconds(2));
  }
}
