package easel.worker.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LeasesTests {
  private static Database database;
  private static Leases leases;

  @BeforeAll
  static void migrate() {
    database = new Database();
    leases = database.leases;
  }

  @AfterAll
  static void drop() {
    database.close();
  }

  @Test
  void aPartitionHasOneOwnerAndItsEpochGrows() throws SQLException {
    try (var first = worker("first");
        var second = worker("second")) {
      var epoch = leases.take(1, first.session()).orElseThrow();

      assertThat(leases.take(1, second.session())).isEmpty();
      assertThat(leases.renew(first.session())).containsEntry(1, epoch);

      leases.release(1, first.session());
      assertThat(leases.take(1, second.session())).hasValue(epoch + 1);
      assertThat(leases.renew(first.session())).doesNotContainKey(1);
    }
  }

  @Test
  void aPartitionOfAWorkerThatIsGoneIsFreeAtOnce() throws SQLException {
    try (var second = worker("second")) {
      var first = worker("first");
      var epoch = leases.take(2, first.session()).orElseThrow();
      assertThat(leases.isGone(first.session())).isFalse();

      // when the first one's process dies, and with it its session
      first.close();

      await("that its lock is gone")
          .atMost(Duration.ofSeconds(2))
          .untilAsserted(() -> assertThat(leases.isGone(first.session())).isTrue());
      assertThat(leases.take(2, second.session())).hasValue(epoch + 1);
    }
  }

  @Test
  void aPartitionThatManyTakeAtTheSameTimeIsGivenToOne() throws Exception {
    var takers = new ArrayList<Presence>();
    for (int i = 0; i < 8; i++) {
      takers.add(worker("taker-" + i));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var attempts =
          takers.stream()
              .<Callable<OptionalLong>>map(taker -> () -> leases.take(5, taker.session()))
              .toList();
      var taken = threads.invokeAll(attempts).stream().map(Future::resultNow).toList();

      assertThat(taken).filteredOn(OptionalLong::isPresent).hasSize(1);
    } finally {
      takers.forEach(Presence::close);
    }
  }

  @Test
  void aPausedOwnersPartitionIsFreeOnceItsLeaseHasRunOut() throws SQLException {
    try (var paused = worker("paused");
        var other = worker("other")) {
      var epoch = leases.take(6, paused.session()).orElseThrow();
      assertThat(leases.take(6, other.session())).isEmpty();

      // when it does not renew in time, though its session stands
      runOut(6);

      // then another owns it, and the paused one learns that when it is back
      assertThat(leases.take(6, other.session())).hasValue(epoch + 1);
      assertThat(leases.renew(paused.session())).doesNotContainKey(6);
      leases.release(6, paused.session());
      assertThat(leases.renew(other.session())).containsEntry(6, epoch + 1);
    }
  }

  @Test
  void anOwnerThatRenewsInTimeKeepsItsEpoch() throws SQLException {
    try (var owner = worker("owner");
        var other = worker("other")) {
      var epoch = leases.take(7, owner.session()).orElseThrow();
      runOut(7);

      assertThat(leases.renew(owner.session())).containsEntry(7, epoch);
      assertThat(leases.take(7, other.session())).isEmpty();
    }
  }

  private static void runOut(int partition) {
    database
        .jdbc
        .sql("UPDATE partition SET leased_until = '-infinity' WHERE number = :number")
        .param("number", partition)
        .update();
  }

  @Test
  void onlyThoseWhoseSessionStandsAndWhoBeatAreLiving() throws SQLException {
    try (var first = worker("living-1");
        var second = worker("living-2")) {
      var third = worker("living-3");
      leases.beat(first.session());
      leases.beat(third.session());
      third.close();

      await("the death of the third")
          .atMost(Duration.ofSeconds(2))
          .untilAsserted(
              () ->
                  assertThat(leases.living())
                      .contains("living-1")
                      .doesNotContain("living-2", "living-3"));
      leases.beat(second.session());
      leases.leave(first.session());
      assertThat(leases.living()).contains("living-2").doesNotContain("living-1");
    }
  }

  @Test
  void anUnknownSessionIsNotKnownToBeGone() {
    assertThat(leases.isGone(9_999)).isFalse();
  }

  @Test
  void aBrokenSessionIsReplacedAndTheWorkerKeepsWhatItOwns() throws SQLException {
    var worker = worker("broken");
    int before = worker.session();
    leases.take(4, before);

    worker.close();
    assertThat(worker.ensure()).isTrue();
    leases.inherit(worker.session(), worker.former());

    assertThat(worker.session()).isNotEqualTo(before);
    assertThat(worker.wasOurs(before)).isTrue();
    assertThat(leases.renew(worker.session())).containsKey(4);
    assertThat(leases.isGone(before)).as("gone, though it lives").isFalse();
    worker.close();
  }

  private static Presence worker(String name) throws SQLException {
    var presence = database.presence(name);
    presence.ensure();
    return presence;
  }
}
