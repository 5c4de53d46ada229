package easel.dispatcher.pool;

import easel.common.directory.Directory;
import easel.common.directory.DirectoryFollower;
import easel.dispatcher.lane.ControlMessages;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.redisson.client.RedisException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Follows the directory: at once when told, and every few seconds in any case.
@Component
public final class DirectoryWatch {
  private static final Logger log = LoggerFactory.getLogger(DirectoryWatch.class);
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  private final DirectoryFollower follower;
  private final ControlMessages control;
  private final Semaphore changes = new Semaphore(0);
  private volatile boolean stopped;

  DirectoryWatch(DirectoryFollower follower, ControlMessages control) {
    this.follower = follower;
    this.control = control;
  }

  public boolean isComplete() {
    return follower.directory().complete();
  }

  /// @param changed told of each directory that differs from the one before, on one thread
  public void start(Consumer<Directory> changed) {
    Thread.ofVirtual().name("directory").start(() -> watch(changed));
  }

  public void stop() {
    stopped = true;
    changes.release();
  }

  private void watch(Consumer<Directory> changed) {
    try {
      while (!stopped) {
        listen();
        refresh(changed);
        if (changes.tryAcquire(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
          changes.drainPermits();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Whatever it meets, the directory is followed.
  private void listen() {
    try {
      control.listen(changes::release);
    } catch (RuntimeException failure) {
      log.atError()
          .setCause(failure)
          .log("Control messages are not heard; changes are found within 2 s all the same");
    }
  }

  private void refresh(Consumer<Directory> changed) {
    try {
      var before = follower.directory();
      var now = follower.refresh();
      if (!now.equals(before)) {
        changed.accept(now);
      }
    } catch (RedisException unreachable) {
      // Told by the heartbeat, once; without Redis nothing is dispatched anyway.
      log.atDebug().setCause(unreachable).log("The directory could not be read");
    } catch (RuntimeException failure) {
      log.atError()
          .setCause(failure)
          .log("The directory could not be read; the last one stands, tried again within 2 s");
    }
  }
}
