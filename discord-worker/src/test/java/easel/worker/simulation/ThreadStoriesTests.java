package easel.worker.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import easel.common.id.JobId;
import easel.common.message.Command;
import easel.common.message.DiscordMessage;
import easel.common.message.JobEnd;
import easel.common.message.Reply;
import easel.worker.claim.AccountNotes;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.logging.LogLevel;

/// Which threads an account keeps awake, in a server that has room for few.
class ThreadStoriesTests {
  @RegisterExtension static final Quiet QUIET = new Quiet(LogLevel.ERROR);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void theThreadsOfAnAccountThatIsUnlinkedAreArchived(long seed) {
    var scene = alone(seed, 3);
    scene.cell.startWorker();
    scene.pass(Duration.ofSeconds(20));
    assertThat(scene.cell.discord.activeThreads()).hasSize(3);

    scene.unlink();
    scene.pass(Duration.ofSeconds(60));

    assertThat(scene.cell.discord.activeThreads()).isEmpty();
    assertThat(scene.cell.tables.threads().users()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aWorkerThatStartsLaterArchivesWhatAnotherLeft(long seed) {
    // given an account with threads, which nobody serves any more
    var scene = alone(seed, 3);
    var first = scene.cell.startWorker();
    scene.pass(Duration.ofSeconds(20));
    first.kill();

    // when it is unlinked before another worker starts
    scene.unlink();
    scene.pass(Duration.ofSeconds(5));
    scene.cell.startWorker();
    scene.pass(Duration.ofMinutes(2));

    assertThat(scene.cell.discord.activeThreads()).isEmpty();
    assertThat(scene.cell.tables.threads().users()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whatBeginsInAThreadIsHeardThoughTheAccountChangedBeforeItsThreadsWereRead(long seed) {
    // given an account with threads, and a worker that cannot read yet what is known of it
    var scene = alone(seed, 2);
    var first = scene.cell.startWorker();
    scene.pass(Duration.ofSeconds(20));
    first.kill();
    scene.cell.startWorker().lose(Duration.ofMinutes(1), AccountNotes.class);
    scene.pass(Duration.ofSeconds(30));

    // when the account is changed in the meantime
    scene.limit(1);
    scene.pass(Duration.ofSeconds(40));

    // then its job's end is heard: history would tell it after a deadline
    var from = scene.world.now();
    var job = scene.handOver(1).getFirst();
    scene.passUntil(() -> scene.cell.told.containsKey(job));
    assertThat(end(scene, job)).isInstanceOf(JobEnd.Done.class);
    assertThat(Duration.ofNanos(scene.world.now() - from))
        .isLessThan(SimulatedWorker.SETTINGS.firstSignTimeout());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void noThreadIsArchivedWhileItsJobIsDrawn(long seed) {
    var scene = alone(seed, 3);
    scene.cell.startWorker();
    scene.pass(Duration.ofSeconds(20));
    var jobs = scene.handOver(2);
    scene.passUntil(() -> scene.cell.discord.ledger().size() == 2);

    // when the account is unlinked in their midst
    scene.unlink();
    scene.pass(Duration.ofSeconds(90));

    // then both are drawn, and their threads are archived thereafter
    for (var job : jobs) {
      assertThat(end(scene, job)).isInstanceOf(JobEnd.Done.class);
    }
    assertThat(scene.cell.discord.activeThreads()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void threadsAboveALoweredLimitAreArchivedAndWokenWhereTheyAreNeededAgain(long seed) {
    var scene = alone(seed, 3);
    scene.cell.startWorker();
    scene.pass(Duration.ofSeconds(20));

    scene.limit(1);
    scene.pass(Duration.ofSeconds(60));
    assertThat(scene.cell.discord.activeThreads()).hasSize(1);

    scene.limit(3);
    scene.pass(Duration.ofSeconds(5));
    var jobs = scene.handOver(3);
    scene.pass(Duration.ofSeconds(90));
    for (var job : jobs) {
      assertThat(end(scene, job)).isInstanceOf(JobEnd.Done.class);
    }
    assertThat(scene.cell.discord.sentIntoArchived()).isZero();
    new Judge(scene.cell).judge(true);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void anAccountWithoutAThreadSaysSoAndGoesOnOnceThereIsRoom(long seed) {
    // given a server that is full of other threads
    var scene = alone(seed, 2);
    scene.cell.discord.allowActiveThreads(2);
    long one = scene.cell.discord.occupyThread();
    scene.cell.discord.occupyThread();
    scene.cell.startWorker();
    scene.pass(Duration.ofSeconds(20));

    assertThat(scene.cell.states)
        .last()
        .satisfies(
            state -> {
              assertThat(state.status()).isEqualTo(Reply.AccountState.Status.NEEDS_ATTENTION);
              assertThat(state.attention()).contains("160006", "active threads");
            });

    // when one of them is closed
    scene.cell.discord.closeThread(one);
    scene.pass(Duration.ofSeconds(40));

    // then the account works by itself, in the one thread that it gets
    assertThat(scene.cell.states)
        .last()
        .satisfies(state -> assertThat(state.status()).isEqualTo(Reply.AccountState.Status.READY));
    var jobs = scene.handOver(2);
    scene.pass(Duration.ofMinutes(3));
    for (var job : jobs) {
      assertThat(end(scene, job)).isInstanceOf(JobEnd.Done.class);
    }
    assertThat(scene.cell.discord.sentIntoArchived()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void anIdleThreadMakesRoomForTheOneOfAPress(long seed) {
    // given a full server, and a picture in a thread that is archived
    var scene = alone(seed, 2);
    scene.switchSecondEarOn();
    scene.cell.discord.allowActiveThreads(2);
    long thread = scene.cell.discord.occupyThread();
    scene.cell.discord.closeThread(thread);
    scene.cell.startWorker();
    scene.pass(Duration.ofSeconds(20));
    assertThat(scene.cell.discord.activeThreads()).hasSize(2);

    var job = scene.handOver(id -> zoom(id, thread));
    scene.pass(Duration.ofSeconds(60));

    assertThat(end(scene, job)).isInstanceOf(JobEnd.Done.class);
    assertThat(scene.cell.discord.sentIntoArchived()).isZero();
    assertThat(scene.cell.discord.activeThreads()).contains(thread).hasSize(2);
  }

  private static Command zoom(JobId job, long thread) {
    return new Command.Press(
        "Custom Zoom",
        "MJ::CustomZoom::h",
        new DiscordMessage("900", Long.toString(thread), "1", 0),
        new JobId(new UUID(3, 3)),
        "a fox --zoom 2 " + job);
  }

  private static Scene alone(long seed, int limit) {
    var scene = new Scene(seed);
    scene.unlinkOthers();
    scene.limit(limit);
    return scene;
  }

  private static JobEnd end(Scene scene, JobId job) {
    assertThat(scene.cell.told).containsKey(job);
    return scene.cell.told.get(job).getFirst();
  }
}
