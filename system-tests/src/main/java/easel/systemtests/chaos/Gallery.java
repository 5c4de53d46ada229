package easel.systemtests.chaos;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Where customers have the pictures that they give by address, on the loopback: the services may
/// fetch there (`EASEL_WEBHOOK_ALLOW`), Midjourney gets the address alone.
final class Gallery implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService hands = Executors.newVirtualThreadPerTaskExecutor();

  Gallery() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            var content = new Given(exchange.getRequestURI().getPath().substring(1)).content();
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
          }
        });
    server.setExecutor(hands);
    server.start();
  }

  /// Where pictures are: their names follow.
  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  @Override
  public void close() {
    server.stop(0);
    hands.shutdownNow();
  }
}
