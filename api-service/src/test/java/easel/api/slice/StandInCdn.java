package easel.api.slice;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// Plays Discord's CDN: serves pictures until their links die, and suffers mishaps on demand.
final class StandInCdn implements AutoCloseable {
  /// What befalls one download.
  enum Mishap {
    SERVER_ERROR,
    NOT_FOUND,
    NO_PICTURE,
    CUT,
    HANG,
    HANG_HALFWAY
  }

  private final HttpServer server;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Map<String, byte[]> pictures = new ConcurrentHashMap<>();
  private final Map<String, Queue<Mishap>> mishaps = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> downloads = new ConcurrentHashMap<>();

  StandInCdn() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// Has a picture from now on, whose first downloads suffer these.
  ///
  /// @return its link
  String serve(byte[] picture, Mishap... first) {
    var path = "/attachments/1/2/" + UUID.randomUUID() + ".png";
    mishaps.put(path, new ConcurrentLinkedQueue<>(List.of(first)));
    downloads.put(path, new AtomicInteger());
    pictures.put(path, picture);
    return uri() + path;
  }

  /// Ends the life of a link.
  void die(String link) {
    pictures.remove(URI.create(link).getPath());
  }

  /// How often a picture was asked for.
  int downloads(String link) {
    return downloads.getOrDefault(URI.create(link).getPath(), new AtomicInteger()).get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    var picture = pictures.get(path);
    downloads.computeIfAbsent(path, _ -> new AtomicInteger()).incrementAndGet();
    if (picture == null) {
      send(exchange, 404, "text/plain", bytes("This content is no longer available."));
      exchange.close();
      return;
    }
    switch (mishaps.getOrDefault(path, new ConcurrentLinkedQueue<>()).poll()) {
      case null -> send(exchange, 200, "image/png", picture);
      case SERVER_ERROR -> send(exchange, 500, "text/plain", bytes("error"));
      case NOT_FOUND -> send(exchange, 404, "text/plain", bytes("Not now."));
      case NO_PICTURE -> send(exchange, 200, "image/png", bytes("<html>Please wait</html>"));
      case CUT -> half(exchange, picture);
      case HANG -> hang();
      case HANG_HALFWAY -> {
        half(exchange, picture);
        hang();
      }
    }
    exchange.close();
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  private static void half(HttpExchange exchange, byte[] picture) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "image/png");
    exchange.sendResponseHeaders(200, picture.length);
    exchange.getResponseBody().write(picture, 0, picture.length / 2);
    exchange.getResponseBody().flush();
  }

  private void hang() {
    try {
      closing.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
  }
}
