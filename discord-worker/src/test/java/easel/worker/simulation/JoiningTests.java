package easel.worker.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import easel.common.partition.Partitions;
import easel.worker.account.Later;
import easel.worker.claim.Leases;
import easel.worker.claim.Renewals;
import easel.worker.partition.Ownership;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// When a worker that has started takes part in serving the accounts.
class JoiningTests {
  private static final long NOW = 1_000_000_000_000L;

  private final TablesInMemory tables = new TablesInMemory(() -> NOW, true);
  private final Leases leases = tables.leases();
  private final AtomicBoolean warm = new AtomicBoolean();
  private final List<Integer> tried = new ArrayList<>();
  private Ownership ownership;

  @BeforeEach
  void start() {
    ownership =
        new Ownership(
            tables.presence("new"),
            leases,
            new Renewals(() -> NOW),
            () -> {},
            warm::get,
            fence -> {
              tried.add(fence.partition());
              throw new IllegalStateException("cannot be taken up: " + fence.partition());
            },
            Later.ON_A_THREAD);
  }

  @Test
  void whileItsBotDoesNotListenItLeavesTheAccountsToThoseWhoServeThem() throws SQLException {
    anotherServesAll();

    ownership.beat();
    assertThat(leases.living()).containsExactly("other");
    assertThat(ownership.beats()).isZero();

    warm.set(true);
    ownership.beat();
    assertThat(leases.living()).containsExactlyInAnyOrder("other", "new");
    assertThat(ownership.beats()).isOne();
  }

  @Test
  void itWaitsForItsBotForFifteenBeatsAtMost() throws SQLException {
    anotherServesAll();

    for (int i = 0; i < 15; i++) {
      ownership.beat();
    }
    assertThat(leases.living()).containsExactly("other");

    ownership.beat();
    assertThat(leases.living()).contains("new");
  }

  @Test
  void whereNobodyServesTheAccountsItDoesNotWaitAndOnePartitionKeepsNoOther() throws SQLException {
    ownership.beat();

    assertThat(tried).hasSize(Partitions.COUNT);
  }

  private void anotherServesAll() throws SQLException {
    var other = tables.presence("other");
    other.ensure();
    leases.beat(other.session());
    for (int partition = 0; partition < Partitions.COUNT; partition++) {
      assertThat(leases.take(partition, other.session())).isPresent();
    }
  }
}
