package easel.worker.ear;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A gateway that says what the test wants it to.
final class Gateway implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 20;

  private final MockWebServer server = new MockWebServer();
  private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();
  private final List<String> targets = new CopyOnWriteArrayList<>();
  private volatile long heartbeatMillis = 60_000;
  private final AtomicInteger refusing = new AtomicInteger();

  Gateway() throws IOException {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            var target = request.getTarget();
            targets.add(target);
            if (target.equals("/api/gateway")) {
              return new MockResponse.Builder()
                  .body("{\"url\":\"" + address("first") + "\"}")
                  .build();
            }
            if (refusing.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
              return new MockResponse.Builder().code(503).build();
            }
            return new MockResponse.Builder().webSocketUpgrade(new Line()).build();
          }
        });
    server.start();
  }

  String api() {
    return "http://127.0.0.1:" + server.getPort() + "/api/";
  }

  private String address(String way) {
    return "ws://127.0.0.1:" + server.getPort() + "/" + way;
  }

  void beatEvery(long millis) {
    heartbeatMillis = millis;
  }

  void refuse(int connections) {
    refusing.set(connections);
  }

  /// What was asked for, in order.
  List<String> targets() {
    return targets;
  }

  /// The next connection.
  Line line() throws InterruptedException {
    return requireNonNull(
        lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS), "nobody connected in time");
  }

  boolean isUnused() {
    return lines.isEmpty();
  }

  /// One connection.
  final class Line extends WebSocketListener {
    private final BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> closings = new LinkedBlockingQueue<>();
    private volatile @Nullable WebSocket socket;
    volatile boolean acknowledges = true;

    @Override
    public void onOpen(WebSocket opened, Response response) {
      socket = opened;
      say("{\"op\":10,\"d\":{\"heartbeat_interval\":%d}}".formatted(heartbeatMillis));
      lines.add(this);
    }

    @Override
    public void onMessage(WebSocket from, String text) {
      var message = JsonMapper.shared().readTree(text);
      if (message.path("op").asInt() == 1 && acknowledges) {
        say("{\"op\":11}");
      }
      received.add(message);
    }

    @Override
    public void onClosing(WebSocket from, int code, String reason) {
      closings.add(code);
      var _ = from.close(code, null);
    }

    void say(String payload) {
      var _ = socket().send(payload);
    }

    void event(int sequence, String type, String data) {
      say("{\"op\":0,\"s\":%d,\"t\":\"%s\",\"d\":%s}".formatted(sequence, type, data));
    }

    /// Begins a session that is resumed elsewhere.
    void ready(String session) {
      event(
          1,
          "READY",
          "{\"session_id\":\"%s\",\"resume_gateway_url\":\"%s\"}"
              .formatted(session, address("again")));
    }

    void close(int code) {
      var _ = socket().close(code, null);
    }

    private WebSocket socket() {
      return requireNonNull(socket, "it is not open");
    }

    /// The next message with this op; others before it are passed over.
    JsonNode next(int op) throws InterruptedException {
      while (true) {
        var message =
            requireNonNull(
                received.poll(PATIENCE_SECONDS, TimeUnit.SECONDS), "nothing was said in time");
        if (message.path("op").asInt() == op) {
          return message.path("d");
        }
        assertThat(message.path("op").asInt()).as("a heartbeat or what is awaited").isEqualTo(1);
      }
    }

    int closing() throws InterruptedException {
      return requireNonNull(
          closings.poll(PATIENCE_SECONDS, TimeUnit.SECONDS), "it was not closed in time");
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
