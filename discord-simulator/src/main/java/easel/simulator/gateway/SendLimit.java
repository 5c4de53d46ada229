package easel.simulator.gateway;

/// A client may send 120 payloads a minute.
final class SendLimit {
  private static final int MOST = 120;
  private static final long WINDOW_NANOS = 60_000_000_000L;

  private long windowStart = System.nanoTime();
  private int sent;

  synchronized boolean allows() {
    var now = System.nanoTime();
    if (now - windowStart > WINDOW_NANOS) {
      windowStart = now;
      sent = 0;
    }
    sent++;
    return sent <= MOST;
  }
}
