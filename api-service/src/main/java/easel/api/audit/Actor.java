package easel.api.audit;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/// Who acts with a request: whoever lets it in says so, for the API and for the pages alike.
///
/// @param name as it is noted
public record Actor(String name) {
  private static final String ATTRIBUTE = Actor.class.getName();
  private static final Actor EASEL = new Actor("Easel");

  /// The operator acts with this request.
  public static void operator(HttpServletRequest request) {
    request.setAttribute(ATTRIBUTE, new Actor("operator"));
  }

  /// The operator acts with the request of this thread.
  public static void operator() {
    RequestContextHolder.currentRequestAttributes()
        .setAttribute(ATTRIBUTE, new Actor("operator"), RequestAttributes.SCOPE_REQUEST);
  }

  /// A customer acts with this request.
  ///
  /// @param key the public part of its key
  public static void customer(HttpServletRequest request, String key) {
    request.setAttribute(ATTRIBUTE, new Actor("key " + key));
  }

  /// Who acts on this thread: Easel itself outside of requests.
  static Actor current() {
    var request = RequestContextHolder.getRequestAttributes();
    var actor =
        request == null ? null : request.getAttribute(ATTRIBUTE, RequestAttributes.SCOPE_REQUEST);
    return actor instanceof Actor known ? known : EASEL;
  }
}
