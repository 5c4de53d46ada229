package easel.api.slice;

import static java.nio.charset.StandardCharsets.UTF_8;

import easel.contract.Contract;
import easel.contract.Exchange;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads a stream of server-sent events, as a browser does, and holds it against the API's
/// description.
final class Events implements AutoCloseable {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final JsonMapper JSON = new JsonMapper();

  record Event(long id, JsonNode job) {
    String messageId() {
      return job.required("messageId").asString();
    }

    String status() {
      return job.required("status").asString();
    }
  }

  private final Contract contract;
  private final String path;
  private final HttpResponse<InputStream> response;
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final AtomicInteger heartbeats = new AtomicInteger();
  private volatile long lastId = -1;
  private volatile boolean over;
  private volatile @Nullable AssertionError violation;

  private Events(Contract contract, String path, HttpResponse<InputStream> response) {
    this.contract = contract;
    this.path = path;
    this.response = response;
  }

  /// @param after the id to resume after, null to begin
  static Events open(Http http, String path, @Nullable Long after) {
    var request =
        HttpRequest.newBuilder(http.base().resolve(path))
            .header("Authorization", "Bearer " + http.key())
            .header("Accept", "text/event-stream");
    if (after != null) {
      request.header("Last-Event-ID", after.toString());
    }
    try {
      var response = CLIENT.send(request.build(), BodyHandlers.ofInputStream());
      var events = new Events(Contract.of(http.base()), path, response);
      events.checkBeginning();
      Thread.ofVirtual().start(events::read);
      return events;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  int status() {
    return response.statusCode();
  }

  String header(String name) {
    return response.headers().firstValue(name).orElse("");
  }

  List<Event> events() {
    var violated = violation;
    if (violated != null) {
      throw violated;
    }
    return List.copyOf(events);
  }

  List<Long> ids() {
    return events().stream().map(Event::id).toList();
  }

  /// What a browser would resume after.
  long lastId() {
    return lastId;
  }

  int heartbeats() {
    return heartbeats.get();
  }

  boolean isOver() {
    return over;
  }

  // What is refused has a body of another kind, which nobody reads here.
  private void checkBeginning() {
    if (status() / 100 == 2) {
      contract.check(Exchange.of("GET", path, null, status(), response.headers(), ""));
    }
  }

  private void read() {
    try (var lines = new BufferedReader(new InputStreamReader(response.body(), UTF_8))) {
      var id = lastId;
      var data = "";
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(":")) {
          heartbeats.incrementAndGet();
        } else if (line.startsWith("id: ")) {
          id = Long.parseLong(line.substring("id: ".length()));
        } else if (line.startsWith("data: ")) {
          data = line.substring("data: ".length());
        } else if (line.isEmpty()) {
          lastId = id;
          if (!data.isEmpty()) {
            var job = JSON.readTree(data);
            contract.checkEvent(path, job);
            events.add(new Event(id, job));
          }
          data = "";
        }
      }
    } catch (IOException _) {
      // closed here, or by the other side
    } catch (AssertionError violated) {
      violation = violated; // thrown where the events are looked at
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
