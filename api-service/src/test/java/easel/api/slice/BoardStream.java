package easel.api.slice;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// What an open board is told, until it is closed or over.
final class BoardStream implements AutoCloseable {
  /// What the board told at once.
  record Event(String name, String html) {}

  private final HttpResponse<InputStream> response;
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private volatile boolean over;

  private BoardStream(HttpResponse<InputStream> response) {
    this.response = response;
  }

  /// Hears what is told where the browser's board hears it.
  static BoardStream open(PageClient browser, String path) {
    var stream = new BoardStream(browser.stream(path));
    Thread.ofVirtual().start(stream::read);
    return stream;
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
