package easel.worker.partition;

import easel.worker.claim.Renewals;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sees to it that a worker that cannot renew its leases asks nothing more of Discord.
///
/// Its next owner takes a request that it cannot hear of for over once the lease has run out and
/// Midjourney had its time to answer. A request that hangs for longer would be sent a second time.
public final class LeaseWatch {
  private static final Logger log = LoggerFactory.getLogger(LeaseWatch.class);
  private static final Duration LOOK = Duration.ofMillis(500);

  private final Renewals renewals;
  private final Runnable abandon;
  private final Thread thread = Thread.ofVirtual().name("lease-watch").unstarted(this::run);
  private boolean told;

  /// @param abandon ends the requests that are under way
  public LeaseWatch(Renewals renewals, Runnable abandon) {
    this.renewals = renewals;
    this.abandon = abandon;
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
    if (!renewals.areLate()) {
      told = false;
      return;
    }
    if (!told) {
      told = true;
      log.warn("The leases could not be renewed for 4 s: no request to Discord is waited for");
    }
    // Each time: one may have begun since.
    abandon.run();
  }
}
