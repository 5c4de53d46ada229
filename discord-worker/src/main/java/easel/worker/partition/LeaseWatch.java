package easel.worker.partition;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sees to it that a worker that cannot renew its leases asks nothing more of Discord.
///
/// Its next owner takes a request that it cannot hear of for over once the lease has run out and
/// Midjourney had its time to answer. A request that hangs for longer would be sent a second time.
public final class LeaseWatch {
  private static final Logger log = LoggerFactory.getLogger(LeaseWatch.class);
  private static final Duration LOOK = Duration.ofMillis(500);

  /// Less than a lease lasts.
  static final long PATIENCE = TimeUnit.SECONDS.toNanos(3);

  private final IntSupplier renewals;
  private final Runnable abandon;
  private final LongSupplier nanoClock;
  private final Thread thread = Thread.ofVirtual().name("lease-watch").unstarted(this::run);
  private int known;
  private long knownSince;
  private boolean abandoned;

  /// @param renewals how often the leases were renewed
  /// @param abandon ends the requests that are under way
  public LeaseWatch(IntSupplier renewals, Runnable abandon, LongSupplier nanoClock) {
    this.renewals = renewals;
    this.abandon = abandon;
    this.nanoClock = nanoClock;
    this.knownSince = nanoClock.getAsLong();
  }

  public void start() {
    thread.start();
  }

  public void stop() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (!Thread.interrupted()) {
        look();
        Thread.sleep(LOOK);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// One look, for who drives this in place of its thread.
  void look() {
    int now = renewals.getAsInt();
    if (now != known) {
      known = now;
      knownSince = nanoClock.getAsLong();
      abandoned = false;
    } else if (known > 0 && !abandoned && nanoClock.getAsLong() - knownSince > PATIENCE) {
      abandoned = true;
      log.warn("The leases could not be renewed for 3 s: no request to Discord is waited for");
      abandon.run();
    }
  }
}
