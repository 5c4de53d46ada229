package easel.systemtests.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/// Passes connections on to a port of this machine; each can be broken as a network breaks them.
final class Proxy implements AutoCloseable {
  private static final int BACKLOG = 200;
  private static final int PATIENCE = (int) Duration.ofSeconds(2).toMillis();

  private final ServerSocket listener;
  private final IntSupplier target;
  private final Set<ProxiedConnection> open = ConcurrentHashMap.newKeySet();

  private Proxy(ServerSocket listener, IntSupplier target) {
    this.listener = listener;
    this.target = target;
  }

  /// @param target the port to which connections are passed on, asked for at each
  static Proxy to(IntSupplier target) {
    try {
      var proxy = new Proxy(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()), target);
      Thread.ofVirtual().name("proxy " + proxy.port()).start(proxy::accept);
      return proxy;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  /// The connections that are open now, in no order.
  List<ProxiedConnection> connections() {
    return List.copyOf(open);
  }

  /// Takes no new connection, and cuts those that are open.
  @Override
  public void close() {
    closeQuietly(listener);
    connections().forEach(ProxiedConnection::cut);
  }

  private void accept() {
    try {
      while (!listener.isClosed()) {
        var client = listener.accept();
        Thread.ofVirtual().start(() -> connect(client));
      }
    } catch (IOException closed) {
      if (!listener.isClosed()) {
        throw new UncheckedIOException(closed);
      }
    }
  }

  private void connect(Socket client) {
    var broker = new Socket();
    var connection = new ProxiedConnection(client, broker);
    try {
      client.setTcpNoDelay(true);
      broker.setTcpNoDelay(true);
      broker.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), target.getAsInt()), PATIENCE);
    } catch (IOException | RuntimeException refused) {
      // As far as the client can see: a reset instead of the broker's refusal.
      connection.cut();
      return;
    }
    open.add(connection);
    connection.pass(() -> open.remove(connection));
  }

  private static void closeQuietly(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
