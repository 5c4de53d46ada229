package easel.api.job;

import java.net.URI;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/// The addresses that Easel hands out.
@Component
class PublicUrl {
  private final String base;

  PublicUrl(
      @Value("${easel.public-url:}") String configured, @Value("${server.port:8080}") int port) {
    var base = configured.isBlank() ? "http://localhost:" + port : configured.strip();
    this.base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
  }

  URI ofPicture(String token) {
    return URI.create(base + "/pictures/" + token);
  }
}
