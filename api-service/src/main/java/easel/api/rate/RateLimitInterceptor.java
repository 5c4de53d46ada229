package easel.api.rate;

import easel.api.customer.CustomerAuthentication;
import easel.api.http.Problem;
import easel.api.rate.RateLimits.Counted;
import easel.api.rate.RateLimits.Kind;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;

/// Refuses requests above the customer's rate. While Redis is down nobody is refused: a job that is
/// accepted is safe in PostgreSQL, and an outage of the counter must not become one of the API.
@Component
public class RateLimitInterceptor implements HandlerInterceptor {
  private static final Logger LOG = LoggerFactory.getLogger(RateLimitInterceptor.class);
  private static final String MESSAGE = "/api/v1/midjourney/message/";
  private static final String EVENTS = "/api/v1/midjourney/events";
  // What clients of the dialect /mj ask for again and again.
  private static final Pattern TASK =
      Pattern.compile("/mj(?:-[a-z]+/mj)?/task/(?:[^/]+/fetch|list-by-condition)");
  private static final long PAUSE_NANOS = Duration.ofSeconds(2).toNanos();

  private final RateLimits limits;
  private final AtomicLong failedAt = new AtomicLong();

  RateLimitInterceptor(RateLimits limits) {
    this.limits = limits;
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    var failed = failedAt.get();
    if (failed != 0 && System.nanoTime() - failed < PAUSE_NANOS) {
      return true; // each request would wait in vain
    }
    var kind = kind(request);
    var customer = CustomerAuthentication.customerOf(request).id();
    try {
      var counted = limits.count(customer, kind);
      failedAt.set(0);
      counted.ifPresent(count -> answer(kind, count, response));
    } catch (Problem refused) {
      throw refused;
    } catch (RuntimeException failure) {
      if (failedAt.getAndSet(System.nanoTime()) == 0) {
        LOG.atWarn()
            .addKeyValue("cause", failure.toString())
            .log("Redis did not count requests in time; meanwhile none is refused");
      }
    }
    return true;
  }

  private static void answer(Kind kind, Counted counted, HttpServletResponse response) {
    var headers = headers(kind, counted);
    if (counted.allowed()) {
      headers.forEach(response::setHeader);
      return;
    }
    throw Problem.tooManyRequests(
        "Too many requests: at most %d in %d s. Try again after the time in Retry-After."
            .formatted(counted.rate().requests(), counted.rate().window().toSeconds()),
        counted.untilNext(),
        headers);
  }

  /// The two fields of the IETF's draft "RateLimit header fields for HTTP".
  static Map<String, String> headers(Kind kind, Counted counted) {
    var name = '"' + kind.name().toLowerCase(Locale.ROOT) + '"';
    var rate = counted.rate();
    var seconds = counted.untilNext().plusMillis(999).toSeconds();
    return Map.of(
        "RateLimit-Policy",
        "%s;q=%d;w=%d".formatted(name, rate.requests(), rate.window().toSeconds()),
        "RateLimit",
        "%s;r=%d;t=%d".formatted(name, counted.remaining(), seconds));
  }

  static Kind kind(HttpServletRequest request) {
    var isRead = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
    var path = request.getRequestURI();
    var isMessage = isRead && (path.startsWith(MESSAGE) || path.equals(EVENTS));
    return isMessage || TASK.matcher(path).matches() ? Kind.MESSAGE : Kind.GENERAL;
  }
}
