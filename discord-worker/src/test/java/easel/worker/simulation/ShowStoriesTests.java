package easel.worker.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import easel.common.id.JobId;
import easel.common.message.FailReason;
import easel.common.message.JobEnd;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.logging.LogLevel;

/// Pictures that are shown to nobody, and are asked for once more.
class ShowStoriesTests {
  /// All that is silent is given up by then.
  private static final Duration LONG = Duration.ofSeconds(90);

  @RegisterExtension static final Quiet QUIET = new Quiet(LogLevel.ERROR);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aHiddenPictureIsAskedForSoonAfterItsFirstMessageIsGone(long seed) {
    var scene = begun(seed);
    scene.cell.discord.hideFinals();

    var jobs = scene.handOver(3);
    scene.passUntil(() -> scene.cell.told.keySet().containsAll(jobs));

    for (var job : jobs) {
      assertThat(end(scene, job)).isInstanceOf(JobEnd.Done.class);
    }
    assertThat(scene.cell.discord.shows()).isEqualTo(jobs.size());
    assertThat(sent(scene)).containsExactlyInAnyOrderElementsOf(jobs);
    scene.pass(LONG);
    new Judge(scene.cell).judge(true);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aHiddenPictureIsAskedForBeforeItsJobIsGivenUpThoughNobodyHeardThatItIsDone(long seed) {
    var scene = begun(seed);
    scene.cell.discord.hideFinals();
    scene.cell.discord.tellNoDeletions();

    var job = scene.handOver(1).getFirst();
    scene.pass(LONG);

    assertThat(end(scene, job)).isInstanceOf(JobEnd.Done.class);
    assertThat(scene.cell.discord.shows()).isEqualTo(1);
    new Judge(scene.cell).judge(true);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theNextOwnerAsksForWhatWasHiddenWhileNobodyListened(long seed) {
    // given a picture that is hidden, and a worker that dies sooner or later on the way to it
    var scene = new Scene(seed);
    scene.cell.discord.beginInPublic();
    scene.cell.discord.offerShow();
    var first = scene.cell.startWorker();
    scene.pass(Duration.ofSeconds(3));
    scene.cell.discord.hideFinals();
    var job = scene.handOver(1).getFirst();
    scene.passUntil(
        () -> scene.cell.discord.ledger().stream().anyMatch(sent -> sent.start != null));
    scene.pass(Duration.ofMillis(seed * 1_200));
    first.kill();

    // when the next one comes
    scene.cell.startWorker();
    scene.pass(LONG);

    // then the picture is the job's, which was sent once
    assertThat(end(scene, job)).isInstanceOf(JobEnd.Done.class);
    assertThat(sent(scene)).containsExactly(job);
    new Judge(scene.cell).judge(true);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whatTheSecondEarMissedIsAskedFor(long seed) {
    // given a job that only the account itself is shown, whose picture it does not hear
    var scene = new Scene(seed);
    scene.cell.discord.beginInPublic();
    scene.cell.discord.offerShow();
    scene.switchSecondEarOn();
    scene.cell.startWorker();
    scene.pass(Duration.ofSeconds(3));
    scene.cell.discord.hideEverything();
    scene.cell.discord.hideFinals();
    scene.cell.discord.tellNoDeletions();

    var job = scene.handOver(1).getFirst();
    scene.pass(LONG);

    assertThat(end(scene, job)).isInstanceOf(JobEnd.Done.class);
    assertThat(scene.cell.discord.shows()).isEqualTo(1);
    new Judge(scene.cell).judge(true);
  }

  @Test
  void whateverFailsBesideHiddenPicturesEveryPromiseIsKept() {
    for (long seed = 1; seed <= 500; seed++) {
      var story = new Story(seed, Planted.NOTHING);
      story.hideSomeFinals();
      try {
        story.tell();
      } catch (BrokenPromise broken) {
        throw new AssertionError("seed " + seed, broken);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whereMidjourneyHasNoSuchCommandNothingIsWaitedFor(long seed) {
    var scene = new Scene(seed);
    scene.cell.discord.beginInPublic();
    scene.cell.startWorker();
    scene.pass(Duration.ofSeconds(3));
    scene.cell.discord.hideFinals();

    var job = scene.handOver(1).getFirst();
    scene.pass(LONG);

    assertThat(scene.cell.discord.shows()).isZero();
    assertThat(end(scene, job))
        .isInstanceOfSatisfying(
            JobEnd.Failed.class,
            failed -> {
              assertThat(failed.reason()).isEqualTo(FailReason.TIMEOUT);
              assertThat(failed.sent()).isTrue();
            });
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aJobThatIsToBeStoppedIsNotAskedFor(long seed) {
    var scene = begun(seed);
    scene.cell.discord.hideFinals();

    var job = scene.handOver(1).getFirst();
    scene.passUntil(
        () -> scene.cell.discord.ledger().stream().anyMatch(sent -> sent.start != null));
    scene.cell.cancelled.add(job);
    scene.cancel(job);
    scene.pass(LONG);

    assertThat(scene.cell.discord.shows()).isZero();
    new Judge(scene.cell).judge(true);
  }

  /// A scene whose account begins in public, and where a result can be shown once more.
  private static Scene begun(long seed) {
    var scene = new Scene(seed);
    scene.cell.discord.beginInPublic();
    scene.cell.discord.offerShow();
    scene.cell.startWorker();
    scene.pass(Duration.ofSeconds(3));
    return scene;
  }

  private static JobEnd end(Scene scene, JobId job) {
    assertThat(scene.cell.told).containsKey(job);
    return scene.cell.told.get(job).getFirst();
  }

  private static List<JobId> sent(Scene scene) {
    return scene.cell.discord.ledger().stream().map(sent -> sent.job).toList();
  }
}
