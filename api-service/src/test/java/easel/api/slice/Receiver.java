package easel.api.slice;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Receives webhooks on the loopback, and answers as a test has it answer.
final class Receiver implements AutoCloseable {
  /// What must never be seen by whoever reads the list of deliveries.
  static final String ANSWER = "the receiver's own words";

  private static final JsonMapper JSON = new JsonMapper();

  /// What came, in the order in which it did.
  record Received(String path, Map<String, List<String>> headers, String body) {
    JsonNode json() {
      return JSON.readTree(body);
    }

    String header(String name) {
      return headers.entrySet().stream()
          .filter(header -> header.getKey().equalsIgnoreCase(name))
          .map(header -> header.getValue().getFirst())
          .findFirst()
          .orElse("");
    }

    String id() {
      return header("webhook-id");
    }

    String status() {
      return json().required("status").asString();
    }
  }

  /// The status of the answer to what came, or below 100 for none at all.
  @FunctionalInterface
  interface Manner {
    int answer(Received received, int nth);
  }

  private final HttpServer server;
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Manner manner;
  private volatile String location = "";

  Receiver(String address, Manner manner) {
    this.manner = manner;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral(address), 0), 0);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    server.createContext("/", this::handle);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  static Receiver that(Manner manner) {
    return new Receiver("127.0.0.1", manner);
  }

  static Receiver thatTakesAll() {
    return that((_, _) -> 204);
  }

  /// What it answers redirects with.
  void redirectTo(String url) {
    location = url;
  }

  int port() {
    return server.getAddress().getPort();
  }

  String url() {
    return url("127.0.0.1");
  }

  String url(String host) {
    return "http://%s:%d/hooks/of?secret=s3cret".formatted(host, port());
  }

  List<Received> received() {
    return received;
  }

  @Override
  public void close() {
    ended.countDown();
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    int nth;
    Received it;
    synchronized (received) {
      it =
          new Received(
              exchange.getRequestURI().getPath(),
              Map.copyOf(exchange.getRequestHeaders()),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      received.add(it);
      nth = received.size();
    }
    var status = manner.answer(it, nth);
    if (status < 100) {
      awaitEnd();
      exchange.close();
      return;
    }
    if (status / 100 == 3) {
      exchange.getResponseHeaders().add("Location", location);
    }
    var body = ANSWER.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, status == 204 ? -1 : body.length);
    if (status != 204) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  private void awaitEnd() {
    try {
      ended.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
