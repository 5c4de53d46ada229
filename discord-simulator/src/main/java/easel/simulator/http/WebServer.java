package easel.simulator.http;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves HTTP and the gateway's WebSocket on one port, each request on a virtual thread of its
/// own.
public final class WebServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WebServer.class);

  private final Server server;
  private final ServerConnector connector;

  public WebServer(String host, int port, SocketEndpoints sockets, Site site) {
    var threads = new QueuedThreadPool(16, 4);
    threads.setName("web");
    threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server = new Server(threads);
    var configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setSendDateHeader(false);
    connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration));
    connector.setHost(host);
    connector.setPort(port);
    connector.setIdleTimeout(Duration.ofMinutes(10).toMillis());
    server.addConnector(connector);
    var upgrades =
        WebSocketUpgradeHandler.from(
            server,
            container -> {
              container.setIdleTimeout(Duration.ZERO);
              container.setMaxTextMessageSize(1 << 20);
              container.addMapping(
                  "/*",
                  (request, response, callback) -> {
                    // Discord compresses inside the payload; a second compression only costs time.
                    response.setExtensions(List.of());
                    return sockets.open(request);
                  });
            });
    upgrades.setHandler(new SiteHandler(site));
    server.setHandler(upgrades);
    server.setStopTimeout(0);
  }

  public void start() {
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException(
          "could not listen on %s:%d: %s. Choose another port with SIMULATOR_PORT"
              .formatted(connector.getHost(), connector.getPort(), e.getMessage()),
          e);
    }
  }

  /// The port that it listens on, which is chosen by the system where 0 was asked for.
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the web server did not stop: " + e.getMessage(), e);
    }
  }

  /// Answers every request that is not a WebSocket's.
  @FunctionalInterface
  public interface Site {
    void answer(Exchange exchange) throws Exception;
  }

  /// Makes the WebSocket endpoint for a connection.
  @FunctionalInterface
  public interface SocketEndpoints {
    Object open(ServerUpgradeRequest request);
  }

  private static final class SiteHandler extends Handler.Abstract {
    private final Site site;

    SiteHandler(Site site) {
      this.site = site;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      Supplier<String> where = () -> request.getMethod() + " " + Request.getPathInContext(request);
      try {
        site.answer(new Exchange(request, response, callback));
      } catch (EofException senderIsGone) {
        log.debug("The sender went away: {}", where.get(), senderIsGone);
        callback.failed(senderIsGone);
      } catch (Exception e) {
        log.error("Could not answer {}", where.get(), e);
        Response.writeError(request, response, callback, e);
      }
      return true;
    }
  }
}
