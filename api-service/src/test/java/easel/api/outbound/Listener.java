package easel.api.outbound;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/// Listens on the loopback and does with each connection what a test has it do; counts them.
final class Listener implements AutoCloseable {
  @FunctionalInterface
  interface Behaviour {
    void with(Socket connection) throws Exception;
  }

  private final ServerSocket server;
  private final AtomicInteger connections = new AtomicInteger();

  Listener(String address, Behaviour behaviour) {
    try {
      server = new ServerSocket();
      server.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    Thread.ofVirtual().start(() -> accept(behaviour));
  }

  /// Answers each request with this, and closes.
  static Behaviour answering(String head, String body) {
    return connection -> {
      readHead(connection);
      answer(connection, head, body);
    };
  }

  static void answer(Socket connection, String head, String body) throws IOException {
    var answer = "HTTP/1.1 " + head + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
  }

  /// Reads a request to the end of its head.
  static String readHead(Socket connection) throws IOException {
    var head = new StringBuilder();
    var in = connection.getInputStream();
    while (head.indexOf("\r\n\r\n") < 0) {
      var one = in.read();
      if (one < 0) {
        break;
      }
      head.append((char) one);
    }
    return head.toString();
  }

  int port() {
    return server.getLocalPort();
  }

  int connections() {
    return connections.get();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void accept(Behaviour behaviour) {
    while (!server.isClosed()) {
      try {
        var connection = server.accept();
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(connection, behaviour));
      } catch (IOException _) {
        return; // closed
      }
    }
  }

  private static void serve(Socket connection, Behaviour behaviour) {
    try (connection) {
      behaviour.with(connection);
    } catch (Exception _) {
      // the client went away
    }
  }
}
