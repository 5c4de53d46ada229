package easel.worker.partition;

import static org.assertj.core.api.Assertions.assertThat;

import easel.worker.claim.Renewals;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// A worker that cannot renew its leases has no request under way when others decide (P2).
class LeaseWatchTests {
  private final AtomicInteger abandoned = new AtomicInteger();
  private final AtomicLong clock = new AtomicLong();
  private final Renewals renewals = new Renewals(clock::get);
  private final LeaseWatch watch = new LeaseWatch(renewals, abandoned::incrementAndGet);

  @Test
  void whoRenewsItsLeasesGoesOn() {
    for (int i = 0; i < 10; i++) {
      renew(Duration.ZERO);
      lookAfter(Duration.ofSeconds(2));
    }

    assertThat(abandoned).hasValue(0);
  }

  @Test
  void whoCannotRenewThemAbandonsItsRequestsAtEachLookUntilItCan() {
    renew(Duration.ZERO);
    lookAfter(Duration.ZERO);

    lookAfter(Duration.ofMillis(4_001));
    lookAfter(Duration.ofSeconds(10));
    assertThat(abandoned).as("a request may have begun since the first look").hasValue(2);

    renew(Duration.ZERO);
    lookAfter(Duration.ofSeconds(1));
    assertThat(abandoned).hasValue(2);
    lookAfter(Duration.ofMillis(4_001));
    assertThat(abandoned).hasValue(3);
  }

  @Test
  void whoHasNoLeaseYetHasNothingToAbandon() {
    lookAfter(Duration.ofMinutes(1));

    assertThat(abandoned).hasValue(0);
  }

  @Test
  void aRenewalThatIsAnsweredLateCountsFromBeforeItWasAsked() {
    renew(Duration.ofSeconds(2));

    lookAfter(Duration.ofMillis(2_001));

    assertThat(abandoned).hasValue(1);
  }

  /// @param answered how long PostgreSQL takes
  private void renew(Duration answered) {
    var _ = renewals.note(() -> clock.addAndGet(answered.toNanos()));
  }

  private void lookAfter(Duration pause) {
    clock.addAndGet(pause.toNanos());
    watch.look();
  }
}
