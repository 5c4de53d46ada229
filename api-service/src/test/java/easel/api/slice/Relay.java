package easel.api.slice;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The way of one instance to a broker that it alone is to lose.
final class Relay implements AutoCloseable {
  private final URI broker;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private ServerSocket entry;

  Relay(URI broker) {
    this.broker = broker;
    this.entry = listen(0);
  }

  /// The broker's address, by this way.
  String address() {
    return "%s://127.0.0.1:%d".formatted(broker.getScheme(), entry.getLocalPort());
  }

  /// Ends all connections, and refuses others.
  void cut() {
    end(entry);
    open.forEach(Relay::end);
    open.clear();
  }

  /// Lets through again whoever comes.
  void mend() {
    entry = listen(entry.getLocalPort());
  }

  @Override
  public void close() {
    cut();
  }

  private ServerSocket listen(int port) {
    try {
      var server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
      Thread.ofVirtual().start(() -> accept(server));
      return server;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void accept(ServerSocket server) {
    while (!server.isClosed()) {
      try {
        var near = server.accept();
        open.add(near);
        var far = new Socket(broker.getHost(), broker.getPort());
        open.add(far);
        if (server.isClosed()) { // it was cut meanwhile
          end(near);
          end(far);
        }
        Thread.ofVirtual().start(() -> pass(near, far));
        Thread.ofVirtual().start(() -> pass(far, near));
      } catch (IOException _) {
        // it is cut, or the broker is gone: whoever came is refused or hears nothing
      }
    }
  }

  private static void pass(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException _) {
      // one of them is gone
    } finally {
      end(from);
      end(to);
    }
  }

  private static void end(Closeable socket) {
    try {
      socket.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
