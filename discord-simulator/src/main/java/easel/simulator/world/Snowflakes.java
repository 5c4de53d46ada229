package easel.simulator.world;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/// Makes ids that sort by time, as Discord's do. Every id leaves room for sixteen: those after a
/// message's own are its attachments'.
public final class Snowflakes {
  /// 2015-01-01T00:00:00Z.
  private static final long EPOCH_MS = 1_420_070_400_000L;

  private static final long STEP = 16;

  private final AtomicLong last = new AtomicLong();

  public long next() {
    var now = first(System.currentTimeMillis());
    return last.updateAndGet(previous -> Math.max(now, previous + STEP));
  }

  private static long first(long millis) {
    return (millis - EPOCH_MS) << 22;
  }

  public static Instant time(long id) {
    return Instant.ofEpochMilli((id >>> 22) + EPOCH_MS);
  }
}
