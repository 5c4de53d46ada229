package easel.api.picture;

import easel.api.http.Problem;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/// Serves finished pictures to whoever has their unguessable address, from Discord.
@Hidden
@RestController
class PictureController {
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{20,64}");
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Set<String> TYPES =
      Set.of("image/png", "image/jpeg", "image/webp", "image/gif");

  private final PictureRows rows;
  private final PictureProperties properties;
  // Redirects are not followed: where they lead is not known to be Discord.
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  PictureController(PictureRows rows, PictureProperties properties) {
    this.rows = rows;
    this.properties = properties;
  }

  @GetMapping("/pictures/{token}")
  void picture(@PathVariable String token, HttpServletResponse response) throws IOException {
    if (!TOKEN.matcher(token).matches()) {
      throw Problem.notFound("picture");
    }
    var url = URI.create(rows.originalUrl(token).orElseThrow(() -> Problem.notFound("picture")));
    if (!properties.isSource(url)) {
      throw Problem.notFound("picture");
    }
    var answer = fetch(url);
    try (var body = answer.body()) {
      if (answer.statusCode() == 404 || answer.statusCode() == 403) {
        throw Problem.notFound("picture at Discord any more");
      }
      var type = answer.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "");
      if (answer.statusCode() != 200 || !TYPES.contains(type)) {
        throw unavailable();
      }
      response.setContentType(type);
      response.setHeader("Cache-Control", "public, max-age=86400, immutable");
      response.setHeader("X-Content-Type-Options", "nosniff");
      response.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
      answer.headers().firstValueAsLong("Content-Length").ifPresent(response::setContentLengthLong);
      body.transferTo(response.getOutputStream());
    }
  }

  private HttpResponse<InputStream> fetch(URI url) {
    try {
      return http.send(
          HttpRequest.newBuilder(url).timeout(ANSWER).build(),
          HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException _) {
      throw unavailable();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw unavailable();
    }
  }

  private static Problem unavailable() {
    return Problem.unavailable(
        "picture-unavailable",
        "Discord did not give the picture. Try again.",
        Duration.ofSeconds(5));
  }
}
