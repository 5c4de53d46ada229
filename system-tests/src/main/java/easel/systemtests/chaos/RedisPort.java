package easel.systemtests.chaos;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Where a Redis without a password listens.
record RedisPort(int port) {
  private static final int PATIENCE = (int) Duration.ofSeconds(3).toMillis();

  /// Deletes everything in it.
  void flush() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE);
      socket.setSoTimeout(PATIENCE);
      socket.getOutputStream().write("FLUSHALL\r\n".getBytes(StandardCharsets.US_ASCII));
      var answer =
          new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
              .readLine();
      if (!"+OK".equals(answer)) {
        throw new IllegalStateException("expected +OK to FLUSHALL, got: " + answer);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("no FLUSHALL at port " + port, failed);
    }
  }
}
