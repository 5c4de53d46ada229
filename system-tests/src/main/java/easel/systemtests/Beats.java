package easel.systemtests;

import easel.systemtests.promise.MachineTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Tells how much time the machine has for who runs on it: ten times a second it does what any
/// service does all the time, a little work and a small write that is forced to disk, and notes
/// when that was done. It uses nothing of Easel, so that what Easel itself keeps waiting does not
/// count.
public final class Beats implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(100);

  /// From one beat to the next on a healthy machine, at most.
  private static final Duration LONGEST = Duration.ofMillis(250);

  private static final int BLOCK = 4096;
  private static final int ROUNDS = 200_000;

  private final List<Long> beats = new ArrayList<>();
  private final Thread thread = Thread.ofPlatform().daemon().name("beats").unstarted(this::run);
  private volatile boolean over;

  private Beats() {}

  public static Beats start() {
    var started = new Beats();
    started.thread.start();
    return started;
  }

  /// The time so far.
  public MachineTime time() {
    synchronized (beats) {
      return MachineTime.of(beats, LONGEST);
    }
  }

  private void run() {
    try {
      var file = Files.createTempFile("easel-beats", "");
      try (var disk =
          FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
        while (!over) {
          disk.write(ByteBuffer.allocate(BLOCK).putLong(work()).rewind(), 0);
          disk.force(false);
          synchronized (beats) {
            beats.add(System.nanoTime());
          }
          LockSupport.parkNanos(PAUSE.toNanos());
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("the machine's time could not be told", failed);
    }
  }

  /// A little work that nobody can leave out.
  private static long work() {
    long number = System.nanoTime() | 1;
    for (int i = 0; i < ROUNDS; i++) {
      number ^= number << 13;
      number ^= number >>> 7;
      number ^= number << 17;
    }
    return number;
  }

  @Override
  public void close() {
    over = true;
    LockSupport.unpark(thread);
  }
}
