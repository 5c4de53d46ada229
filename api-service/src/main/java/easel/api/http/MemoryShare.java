package easel.api.http;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.stereotype.Component;

/// The part of the heap that pictures may fill: who would fill more waits, and is then refused, so
/// that no burst of them ends the process.
@Component
public final class MemoryShare {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration RETRY = Duration.ofSeconds(5);
  private static final int KIB = 1024;
  private static final int PART = 3;

  private final int kib;
  private final Semaphore free;

  MemoryShare() {
    this(Runtime.getRuntime().maxMemory() / PART);
  }

  MemoryShare(long bytes) {
    this.kib = Math.clamp(bytes / KIB, 1, Integer.MAX_VALUE);
    // Fair: a large one must not wait for ever behind many small ones.
    this.free = new Semaphore(kib, true);
  }

  /// Waits for room for so many bytes. What could never fit gets all the room there is.
  ///
  /// @throws Problem 503 if there is none for long
  public Taken take(long bytes) {
    int wanted = Math.clamp((bytes + KIB - 1) / KIB, 1, kib);
    try {
      if (!free.tryAcquire(wanted, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw busy();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw busy();
    }
    var isTaken = new AtomicBoolean(true);
    return () -> {
      if (isTaken.getAndSet(false)) {
        free.release(wanted);
      }
    };
  }

  private static Problem busy() {
    return Problem.unavailable(
        "busy", "Too many pictures are being taken in; nothing was accepted. Try again.", RETRY);
  }

  /// Room that is given back when it is closed.
  @FunctionalInterface
  public interface Taken extends AutoCloseable {
    @Override
    void close();
  }
}
