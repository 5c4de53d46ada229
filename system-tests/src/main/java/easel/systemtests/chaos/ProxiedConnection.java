package easel.systemtests.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;

/// One connection through a proxy.
final class ProxiedConnection {
  private static final int CHUNK = 16 * 1024;

  private final Socket client;
  private final Socket broker;
  private CountDownLatch passes = new CountDownLatch(0);

  ProxiedConnection(Socket client, Socket broker) {
    this.client = client;
    this.broker = broker;
  }

  /// Passes on what comes, in both directions, until the connection has ended.
  ///
  /// @param ended is called then
  void pass(Runnable ended) {
    var back = Thread.ofVirtual().start(() -> pass(broker, client));
    pass(client, broker);
    try {
      back.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      ended.run();
      cut();
    }
  }

  /// From now on nothing passes in either direction, not even that one side has ended: as when a
  /// cable is pulled, each side finds out only by itself.
  synchronized void silence() {
    passes = new CountDownLatch(1);
  }

  /// What was held back passes, late; nothing was lost, as TCP promises.
  synchronized void goOn() {
    passes.countDown();
  }

  /// Both sides are told by a reset; what was held back is lost.
  synchronized void cut() {
    reset(client);
    reset(broker);
    passes.countDown();
  }

  private void pass(Socket from, Socket to) {
    var chunk = new byte[CHUNK];
    try {
      for (var count = from.getInputStream().read(chunk);
          count >= 0;
          count = from.getInputStream().read(chunk)) {
        awaitPassing();
        to.getOutputStream().write(chunk, 0, count);
      }
      awaitPassing();
      to.shutdownOutput();
    } catch (IOException reset) {
      awaitPassing();
      cut();
    }
  }

  private void awaitPassing() {
    try {
      latch().await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("a proxy was interrupted", interrupted);
    }
  }

  private synchronized CountDownLatch latch() {
    return passes;
  }

  private static void reset(Socket socket) {
    try {
      if (!socket.isClosed()) {
        // Without lingering a close is a reset.
        socket.setSoLinger(true, 0);
        socket.close();
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
