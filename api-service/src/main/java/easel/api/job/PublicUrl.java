package easel.api.job;

import easel.api.picture.Grid;
import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/// The addresses that Easel hands out.
@Component
public class PublicUrl {
  private final String base;

  public PublicUrl(
      @Value("${easel.public-url:}") String configured, @Value("${server.port:8080}") int port) {
    var base = configured.isBlank() ? "http://localhost:" + port : configured.strip();
    this.base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
  }

  public URI ofPicture(String token) {
    return URI.create(base + "/pictures/" + token);
  }

  /// The pictures of a grid one by one, in the order of Midjourney's buttons.
  List<URI> ofGrid(String token) {
    return IntStream.rangeClosed(1, Grid.SIZE)
        .mapToObj(number -> URI.create(base + "/pictures/" + token + "/" + number))
        .toList();
  }
}
