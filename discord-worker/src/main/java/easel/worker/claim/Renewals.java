package easel.worker.claim;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// When this worker's leases were renewed last, by its own clock: reckoned from before PostgreSQL
/// was asked, so that none is thought to last longer than it does.
public final class Renewals {
  private static final long DUE = TimeUnit.SECONDS.toNanos(1);

  /// Less than a lease lasts, so that a request is over before it ends.
  private static final long LATE = TimeUnit.SECONDS.toNanos(4);

  private static final long LEASE = TimeUnit.SECONDS.toNanos(5);

  private final LongSupplier nanoClock;
  private volatile OptionalLong last = OptionalLong.empty();

  public Renewals(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /// Renews, and notes it where that succeeds.
  public <T> T note(Supplier<T> renewal) {
    long asked = nanoClock.getAsLong();
    var renewed = renewal.get();
    last = OptionalLong.of(asked);
    return renewed;
  }

  /// Whether it is time to renew them again.
  public boolean areDue() {
    return areOlderThan(DUE);
  }

  /// Whether others may soon have what is leased. Not before the first: nothing is leased then.
  public boolean areLate() {
    return areOlderThan(LATE);
  }

  /// Whether nobody else can have what is leased. Not before the first.
  public boolean stand() {
    return last.isPresent() && !areOlderThan(LEASE);
  }

  private boolean areOlderThan(long nanos) {
    var known = last;
    return known.isPresent() && nanoClock.getAsLong() - known.getAsLong() > nanos;
  }
}
