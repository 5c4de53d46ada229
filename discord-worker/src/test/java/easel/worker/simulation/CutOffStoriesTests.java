package easel.worker.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import easel.common.id.JobId;
import easel.worker.claim.AccountNotes;
import easel.worker.claim.Claims;
import easel.worker.claim.Leases;
import easel.worker.claim.Presence;
import easel.worker.claim.Threads;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.logging.LogLevel;

/// One worker alone does not reach PostgreSQL, or some of its connections do not.
class CutOffStoriesTests {
  @RegisterExtension static final Quiet QUIET = new Quiet(LogLevel.ERROR);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whoCannotRenewItsLeasesSendsNothingThoughItsClaimsAreWritten(long seed) {
    // given a worker whose leases were not renewed for 4 s
    var scene = new Scene(seed);
    var worker = scene.cell.startWorker();
    scene.pass(Duration.ofSeconds(3));
    worker.lose(Duration.ofSeconds(9), Leases.class);
    scene.pass(Duration.ofMillis(4_300));

    // when a job comes
    var job = scene.handOver(1).getFirst();
    scene.pass(Duration.ofSeconds(4));

    // then it is claimed, and sent once they are
    assertThat(scene.cell.tables.openClaims()).hasSize(1);
    assertThat(sent(scene)).isEmpty();
    scene.pass(Duration.ofSeconds(60));
    assertThat(sent(scene)).containsExactly(job);
    assertThat(scene.cell.told).containsKey(job);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whatIsHandedOverToAWorkerThatLosesPostgreSqlIsSentByAnother(long seed) {
    for (int cut = 0; cut < 2; cut++) {
      // given two workers, of which one is cut off: the account's or, the other time, the other
      var scene = new Scene(seed);
      var workers = List.of(scene.cell.startWorker(), scene.cell.startWorker());
      scene.pass(Duration.ofSeconds(5));
      workers
          .get(cut)
          .lose(
              Duration.ofMinutes(5),
              Claims.class,
              Leases.class,
              Presence.class,
              Threads.class,
              AccountNotes.class);

      // when a job comes
      var job = scene.handOver(1).getFirst();
      scene.pass(Duration.ofSeconds(15));

      // then it is sent, once
      assertThat(sent(scene)).as("sent with worker %d cut off", cut).containsExactly(job);
      scene.pass(Duration.ofSeconds(60));
      assertThat(scene.cell.told).containsKey(job);
    }
  }

  private static List<JobId> sent(Scene scene) {
    return scene.cell.discord.ledger().stream().map(sent -> sent.job).toList();
  }
}
