package easel.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/// An open board as a browser has it: signed in, loaded, and hearing what changes.
final class BoardStream implements AutoCloseable {
  private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");
  private static final Pattern EVENTS = Pattern.compile("data-events=\"([^\"]+)\"");

  private final HttpResponse<InputStream> response;
  private final Map<String, CompletableFuture<Long>> awaited = new ConcurrentHashMap<>();
  private final AtomicLong events = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  private BoardStream(HttpResponse<InputStream> response) {
    this.response = response;
    Thread.ofPlatform().name("board-stream").daemon().start(this::read);
  }

  static BoardStream open(URI api, String key) throws IOException, InterruptedException {
    var http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(new CookieManager())
            .build();
    var form = get(http, api.resolve("/sign-in"));
    var fields = "_csrf=%s&key=%s".formatted(escaped(found(TOKEN, form)), escaped(key));
    var signedIn =
        http.send(
            HttpRequest.newBuilder(api.resolve("/sign-in"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(fields))
                .build(),
            BodyHandlers.discarding());
    if (signedIn.statusCode() != 302) {
      throw new IOException("expected to be signed in, got: " + signedIn.statusCode());
    }
    var page = get(http, api.resolve("/board"));
    var address = found(EVENTS, page).replace("&amp;", "&");
    var response =
        http.send(
            HttpRequest.newBuilder(api.resolve(address))
                .header("Accept", "text/event-stream")
                .build(),
            BodyHandlers.ofInputStream());
    if (response.statusCode() != 200) {
      throw new IOException("expected a stream of events, got: " + response.statusCode());
    }
    return new BoardStream(response);
  }

  /// Notes from now on when this text is told first.
  void await(String text) {
    awaited.put(text, new CompletableFuture<>());
  }

  /// When the text was told.
  ///
  /// @throws IllegalStateException if that takes longer than this
  long told(String text, Duration patience) throws InterruptedException {
    var future = awaited.get(text);
    if (future == null) {
      throw new IllegalStateException("nobody awaits: " + text);
    }
    try {
      return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException late) {
      throw new IllegalStateException(
          "expected '%s' to be told within %s".formatted(text, patience), late);
    } finally {
      awaited.remove(text);
    }
  }

  long events() {
    return events.get();
  }

  long bytes() {
    return bytes.get();
  }

  private void read() {
    try (var lines = new BufferedReader(new InputStreamReader(response.body(), UTF_8))) {
      var data = new StringBuilder();
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        bytes.addAndGet(line.length() + 1L);
        if (line.isEmpty()) {
          hear(data.toString());
          data.setLength(0);
        } else if (line.startsWith("data: ")) {
          data.append(line, "data: ".length(), line.length()).append('\n');
        }
      }
    } catch (IOException closed) {
      awaited.values().forEach(future -> future.completeExceptionally(closed));
    }
  }

  private void hear(String html) {
    if (html.isEmpty()) {
      return;
    }
    var at = System.nanoTime();
    events.incrementAndGet();
    awaited.forEach(
        (text, future) -> {
          if (html.contains(text)) {
            future.complete(at);
          }
        });
  }

  private static String get(HttpClient http, URI address) throws IOException, InterruptedException {
    var answer = http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("expected %s, got: %d".formatted(address, answer.statusCode()));
    }
    return answer.body();
  }

  private static String found(Pattern pattern, String page) throws IOException {
    var matcher = pattern.matcher(page);
    if (!matcher.find()) {
      throw new IOException("expected %s in a page".formatted(pattern));
    }
    return matcher.group(1);
  }

  private static String escaped(String value) {
    return URLEncoder.encode(value, UTF_8);
  }

  @Override
  public void close() throws IOException {
    response.body().close();
  }
}
