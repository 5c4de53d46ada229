package easel.worker.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import easel.common.partition.Partitions;
import easel.worker.account.Later;
import easel.worker.claim.Fence;
import easel.worker.claim.Renewals;
import easel.worker.handover.OwnedPartition;
import easel.worker.partition.Ownership;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// A worker that takes over so much that it takes longer than a lease lasts.
class TakingOverTests {
  private static final long EACH = Duration.ofMillis(500).toNanos();

  private final AtomicLong clock = new AtomicLong(1_000_000_000_000L);
  private final TablesInMemory tables = new TablesInMemory(clock::get, true);
  private final Renewals renewals = new Renewals(clock::get);
  private final List<Integer> taken = new ArrayList<>();
  private final List<Integer> lost = new ArrayList<>();

  @Test
  void keepsWhatItHasTakenAndItsRequestsWhileItTakesTheRest() throws SQLException {
    var other = tables.presence("other");
    other.ensure();

    new Ownership(
            tables.presence("new"),
            tables.leases(),
            renewals,
            () -> {},
            () -> true,
            fence -> take(fence, other.session()),
            Later.ON_A_THREAD)
        .beat();

    assertThat(taken).hasSize(Partitions.COUNT);
    assertThat(lost).isEmpty();
  }

  private OwnedPartition take(Fence fence, int other) {
    taken.add(fence.partition());
    clock.addAndGet(EACH);
    assertThat(renewals.areLate()).as("late before partition %d", fence.partition()).isFalse();
    taken.stream()
        .filter(before -> tables.leases().take(before, other).isPresent())
        .forEach(lost::add);
    // Its lease is what matters here.
    throw new IllegalStateException("is not served");
  }
}
