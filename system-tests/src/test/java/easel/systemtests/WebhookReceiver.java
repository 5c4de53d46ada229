package easel.systemtests;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A customer's program that is told of jobs: it believes signatures alone, fails now and then, and
/// can be held up.
public final class WebhookReceiver implements AutoCloseable {
  /// What it believed, in the order in which it came.
  public record Told(String id, JsonNode job) {
    public String messageId() {
      return job.required("messageId").asString();
    }

    public String status() {
      return job.required("status").asString();
    }

    public int progress() {
      return job.required("progress").asInt();
    }
  }

  private final HttpServer server;
  private final int failingEach;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger unbelieved = new AtomicInteger();
  private final AtomicInteger held = new AtomicInteger();
  private final List<Told> told = new CopyOnWriteArrayList<>();
  private volatile @Nullable WebhookSignature signature;
  private volatile CountDownLatch gate = new CountDownLatch(0);

  /// @param failingEach of so many requests one is answered with an error, after it was noted
  public WebhookReceiver(int failingEach) {
    this.failingEach = failingEach;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    server.createContext("/", this::handle);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/easel";
  }

  public void knows(String secret) {
    signature = new WebhookSignature(secret);
  }

  /// Answers nobody until it is released.
  public void hold() {
    gate = new CountDownLatch(1);
  }

  public void release() {
    gate.countDown();
  }

  /// How many wait for an answer.
  public int held() {
    return held.get();
  }

  public List<Told> told() {
    return List.copyOf(told);
  }

  /// How many requests were not what they should be.
  public int unbelieved() {
    return unbelieved.get();
  }

  @Override
  public void close() {
    release();
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var status = note(exchange, body);
    held.incrementAndGet();
    try {
      gate.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      held.decrementAndGet();
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private int note(HttpExchange exchange, String body) {
    var known = signature;
    if (known == null || !known.isRight(body, exchange.getRequestHeaders())) {
      unbelieved.incrementAndGet();
      return 401;
    }
    told.add(
        new Told(
            String.valueOf(exchange.getRequestHeaders().getFirst("webhook-id")),
            Http.JSON.readTree(body)));
    return requests.incrementAndGet() % failingEach == 0 ? 500 : 204;
  }
}
