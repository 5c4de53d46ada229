package easel.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/// Somebody who is signed in and looks at pages.
final class Visitor implements AutoCloseable {
  private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

  private final CookieManager cookies = new CookieManager();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).cookieHandler(cookies).build();
  private final URI base;

  private Visitor(URI base) {
    this.base = base;
  }

  static Visitor signedIn(URI base, String key) throws IOException, InterruptedException {
    var visitor = new Visitor(base);
    var form = visitor.get("/sign-in");
    var token = TOKEN.matcher(form);
    if (!token.find()) {
      throw new IllegalStateException("expected a form with a token, got: " + form);
    }
    var body = "key=" + encoded(key) + "&_csrf=" + encoded(token.group(1));
    var request =
        HttpRequest.newBuilder(base.resolve("/sign-in"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body))
            .build();
    var answer = visitor.client.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 302) {
      throw new IllegalStateException("expected to be signed in, got: " + answer.statusCode());
    }
    return visitor;
  }

  /// The whole page.
  String get(String path) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(base.resolve(path)).build();
    var answer = client.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(
          "expected 200 of %s, got: %d%n%s".formatted(path, answer.statusCode(), answer.body()));
    }
    return answer.body();
  }

  /// An answer that goes on: to be closed by whoever reads it.
  InputStream stream(String path) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(base.resolve(path)).header("Accept", "text/event-stream").build();
    var answer = client.send(request, BodyHandlers.ofInputStream());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(
          "expected 200 of %s, got: %d".formatted(path, answer.statusCode()));
    }
    return answer.body();
  }

  URI address(String path) {
    return base.resolve(path);
  }

  /// What shows that it is signed in.
  List<HttpCookie> cookies() {
    return cookies.getCookieStore().getCookies();
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    client.shutdownNow(); // also what a stream still waits for
  }
}
