package easel.systemtests.chaos;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import easel.systemtests.WebhookSignature;
import easel.systemtests.promise.Notice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// The customers' programs that webhooks are delivered to, on the loopback. They believe signatures
/// alone. Of some deliveries the first attempt fails: it is answered 500, or not at all, after it
/// was noted.
final class Hooks implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int OF_SO_MANY = 16;

  private final HttpServer server;
  private final ExecutorService hands = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, WebhookSignature> signatures = new ConcurrentHashMap<>();
  private final Set<String> attempted = ConcurrentHashMap.newKeySet();
  private final BiConsumer<Notice, JsonNode> listener;

  /// @param listener told of each attempt, in the order in which they come, with what it says;
  ///   where that is not believed it says nothing
  Hooks(BiConsumer<Notice, JsonNode> listener) {
    this.listener = listener;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    server.createContext("/", this::handle);
    server.setExecutor(hands);
    server.start();
  }

  /// Where a customer is told of its jobs.
  ///
  /// @param customer has no slash in it
  String address(String customer) {
    return "http://127.0.0.1:%d/%s/".formatted(server.getAddress().getPort(), customer);
  }

  /// Where it is told of some of them instead.
  String otherAddress(String customer) {
    return address(customer) + "other";
  }

  /// With what its deliveries are signed.
  void knows(String customer, String secret) {
    signatures.put(customer, new WebhookSignature(secret));
  }

  @Override
  public void close() {
    server.stop(0);
    hands.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var id = header(exchange, "webhook-id");
      var path = exchange.getRequestURI().getPath();
      var signature = signatures.get(path.split("/", -1)[1]);
      note(
          "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path),
          id,
          signature != null && signature.isRight(body, exchange.getRequestHeaders()),
          body);
      var isFirst = attempted.add(id);
      switch (isFirst ? Math.floorMod(id.hashCode(), OF_SO_MANY) : 2) {
        case 0 -> exchange.sendResponseHeaders(500, -1);
        case 1 -> {
          // closed without an answer
        }
        default -> exchange.sendResponseHeaders(204, -1);
      }
    }
  }

  private static String header(HttpExchange exchange, String name) {
    var value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  // One after another, so that the order is known.
  private synchronized void note(String address, String id, boolean isSigned, String text) {
    var json = isSigned ? read(text) : null;
    if (json == null) {
      listener.accept(
          new Notice(address, id, "", "", 0, false, System.nanoTime()), MissingNode.getInstance());
      return;
    }
    listener.accept(notice(address, id, json), json);
  }

  private static @Nullable JsonNode read(String text) {
    try {
      return JSON.readTree(text);
    } catch (JacksonException notJson) {
      return null;
    }
  }

  /// Reads a delivery of either dialect.
  static Notice notice(String address, String id, JsonNode json) {
    if (isTask(json)) {
      var task = Task.of(json);
      return new Notice(
          address, id, task.name(), task.status(), task.progress(), true, System.nanoTime());
    }
    return new Notice(
        address,
        id,
        json.path("ref").asString(""),
        json.path("status").asString(""),
        json.path("progress").asInt(0),
        true,
        System.nanoTime());
  }

  /// Whether it tells of a job as the second dialect does.
  static boolean isTask(JsonNode json) {
    return json.path("messageId").isMissingNode();
  }
}
