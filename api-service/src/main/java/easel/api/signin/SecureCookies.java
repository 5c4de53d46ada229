package easel.api.signin;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/// Which cookies browsers may send over TLS alone. A proxy may end it before Easel, to which every
/// request then looks as if it came without: the public URL says how browsers come.
@Component
final class SecureCookies {
  private final boolean always;

  SecureCookies(@Value("${easel.public-url:}") String publicUrl) {
    always = publicUrl.strip().toLowerCase(Locale.ROOT).startsWith("https:");
  }

  /// Whether all are, whatever a request looks like.
  boolean always() {
    return always;
  }

  boolean with(HttpServletRequest request) {
    return always || request.isSecure();
  }
}
