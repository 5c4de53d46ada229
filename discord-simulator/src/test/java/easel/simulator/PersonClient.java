package easel.simulator;

import easel.simulator.http.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A person's session at the gateway, as Discord's own app has it.
final class PersonClient implements WebSocket.Listener, AutoCloseable {
  private final Queue<JsonNode> payloads = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder text = new StringBuilder();
  private final WebSocket socket;
  private volatile boolean broken;

  /// @param url of the simulator, or of its gateway
  PersonClient(String url) {
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create(url.replaceFirst("^http", "ws") + "/?v=9&encoding=json"), this)
            .join();
  }

  static PersonClient loggedIn(String url, String token) {
    var client = new PersonClient(url);
    client.identify(token, "");
    return client;
  }

  void identify(String token, String more) {
    send("{\"op\":2,\"d\":{\"token\":\"" + token + "\",\"properties\":{}" + more + "}}");
  }

  void send(String json) {
    socket.sendText(json, true).join();
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
    text.append(part);
    if (last) {
      payloads.add(Json.MAPPER.readTree(text.toString()));
      text.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(code);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable cause) {
    broken = true;
  }

  int closeCode() {
    return closed.orTimeout(10, TimeUnit.SECONDS).join();
  }

  boolean isClosed() {
    return closed.isDone();
  }

  /// Whether the connection was cut without a word.
  boolean isBroken() {
    return broken;
  }

  List<JsonNode> payloads() {
    return List.copyOf(payloads);
  }

  List<JsonNode> events(String name) {
    return payloads.stream()
        .filter(payload -> payload.path("t").asString("").equals(name))
        .map(payload -> payload.path("d"))
        .toList();
  }

  /// Waits until so many events have come.
  List<JsonNode> await(String name, int count) {
    Awaitility.await(count + " times " + name)
        .atMost(Duration.ofSeconds(10))
        .until(() -> events(name).size() >= count);
    return events(name);
  }

  @Override
  public void close() {
    socket.abort();
  }
}
