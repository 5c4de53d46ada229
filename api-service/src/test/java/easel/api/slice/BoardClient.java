package easel.api.slice;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A browser with a board open: signed in, with its cookies, and hearing what the board tells.
final class BoardClient {
  private static final Pattern TOKEN =
      Pattern.compile(
          "name=\"_csrf\"[^>]*value=\"([^\"]+)\"|value=\"([^\"]+)\"[^>]*name=\"_csrf\"");

  /// What the board told at once.
  record Event(String name, String html) {}

  private final URI base;
  private final HttpClient http =
      HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

  private BoardClient(URI base) {
    this.base = base;
  }

  static BoardClient signedOut(URI base) {
    return new BoardClient(base);
  }

  static BoardClient signedIn(URI base, String key) {
    var client = new BoardClient(base);
    client.submit("/sign-in", "/sign-in", Map.of("key", key));
    return client;
  }

  HttpResponse<String> get(String path, String... headers) {
    return send(request(path, headers).build(), BodyHandlers.ofString());
  }

  HttpResponse<byte[]> picture(String path) {
    return send(request(path).build(), BodyHandlers.ofByteArray());
  }

  /// Sends a form as the page on which it is does.
  HttpResponse<String> submit(
      String page, String path, Map<String, String> fields, String... headers) {
    var token = TOKEN.matcher(get(page).body());
    if (!token.find()) {
      throw new IllegalStateException("expected a form on " + page);
    }
    var value = token.group(1) == null ? token.group(2) : token.group(1);
    var body =
        fields.entrySet().stream()
            .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
            .collect(Collectors.joining("&"));
    return send(
        request(path, headers)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("_csrf=" + URLEncoder.encode(value, UTF_8) + "&" + body))
            .build(),
        BodyHandlers.ofString());
  }

  Stream open(String path) {
    var response =
        send(request(path, "Accept", "text/event-stream").build(), BodyHandlers.ofInputStream());
    var stream = new Stream(response);
    Thread.ofVirtual().start(stream::read);
    return stream;
  }

  private HttpRequest.Builder request(String path, String... headers) {
    var request = HttpRequest.newBuilder(base.resolve(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request;
  }

  private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) {
    try {
      return http.send(request, body);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /// What is told, until it is closed or over.
  static final class Stream implements AutoCloseable {
    private final HttpResponse<InputStream> response;
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private volatile boolean over;

    private Stream(HttpResponse<InputStream> response) {
      this.response = response;
    }

    int status() {
      return response.statusCode();
    }

    List<Event> events() {
      return List.copyOf(events);
    }

    /// Whether an event that holds all of these was told.
    boolean told(String... parts) {
      return events.stream()
          .anyMatch(event -> List.of(parts).stream().allMatch(event.html()::contains));
    }

    boolean isOver() {
      return over;
    }

    private void read() {
      try (var lines = new BufferedReader(new InputStreamReader(response.body(), UTF_8))) {
        var name = "";
        var data = new StringBuilder();
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.startsWith("event: ")) {
            name = line.substring("event: ".length());
          } else if (line.startsWith("data: ")) {
            data.append(line.substring("data: ".length())).append('\n');
          } else if (line.isEmpty() && !data.isEmpty()) {
            events.add(new Event(name, data.toString()));
            data.setLength(0);
          }
        }
      } catch (IOException _) {
        // closed here, or by the other side
      } finally {
        over = true;
      }
    }

    @Override
    public void close() {
      try {
        response.body().close();
      } catch (IOException _) {
        // it is gone already
      }
    }
  }
}
