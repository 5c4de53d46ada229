package easel.worker.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import easel.common.id.JobId;
import easel.common.message.Command;
import easel.common.message.DiscordMessage;
import easel.common.message.FailReason;
import easel.common.message.JobEnd;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.logging.LogLevel;

/// Requests of which Discord says, to the account alone, that Midjourney did not answer them.
class UnansweredStoriesTests {
  @RegisterExtension static final Quiet QUIET = new Quiet(LogLevel.ERROR);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aCommandThatIsNotAnsweredIsNotWaitedForAsLongAsASilentOne(long seed) {
    // given a job that may be silent for 45 s
    var scene = begun(seed);
    scene.cell.discord.ignoreNextSend();

    var job = scene.handOver(id -> new Command.Imagine("a fox --relax " + id));
    scene.pass(Duration.ofSeconds(20));

    failed(scene, job, true);
    assertThat(sent(scene)).isEmpty();
    // and its place is free in the end
    scene.pass(Duration.ofSeconds(30));
    assertThat(scene.cell.tables.openClaims()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"true, no refusal: try again", "false, switch its second ear on"})
  void whoeverOwnsTheAccountIsToldWhatToDo(boolean secondEar, String advice) {
    var scene = begun(1);
    if (!secondEar) {
      scene.switchSecondEarOff();
      scene.pass(Duration.ofSeconds(3));
    }
    scene.cell.discord.ignoreNextSend();

    var job = scene.handOver(1).getFirst();
    scene.passUntil(() -> scene.cell.told.containsKey(job));

    failed(scene, job, true);
    assertThat(scene.cell.told.get(job).getFirst())
        .isInstanceOfSatisfying(
            JobEnd.Failed.class, failed -> assertThat(failed.detail()).contains(advice));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aPressWhoseDialogDoesNotOpenEndsAtOnceAndUnsent(long seed) {
    var scene = begun(seed);
    scene.cell.discord.ignoreNextSend();

    var job = scene.handOver(UnansweredStoriesTests::customZoom);
    scene.pass(Duration.ofSeconds(5));

    failed(scene, job, false);
    assertThat(scene.cell.tables.openClaims()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aSendInDoubtThatIsNotAnsweredWasTakenAndIsNotSentAgain(long seed) {
    // given an account whose commands begin in public, so that its doubts are sent again
    var scene = begun(seed);
    var before = scene.handOver(1);
    scene.pass(Duration.ofSeconds(20));
    assertThat(sent(scene)).isEqualTo(before);

    scene.cell.discord.cutNextSend();
    scene.cell.discord.ignoreNextSend();
    var job = scene.handOver(1).getFirst();
    scene.pass(Duration.ofSeconds(60));

    assertThat(sent(scene)).doesNotContain(job);
    failed(scene, job, true);
  }

  private static Scene begun(long seed) {
    var scene = new Scene(seed);
    scene.cell.discord.beginInPublic();
    scene.switchSecondEarOn();
    scene.cell.startWorker();
    scene.pass(Duration.ofSeconds(3));
    return scene;
  }

  private static Command customZoom(JobId job) {
    return new Command.Press(
        "Custom Zoom",
        "MJ::CustomZoom::h",
        new DiscordMessage("900", "77", "1", 0),
        new JobId(new UUID(3, 3)),
        "a fox --zoom 2 " + job);
  }

  private static void failed(Scene scene, JobId job, boolean sent) {
    assertThat(scene.cell.told).containsKey(job);
    assertThat(scene.cell.told.get(job).getFirst())
        .isInstanceOfSatisfying(
            JobEnd.Failed.class,
            failed -> {
              assertThat(failed.reason()).isEqualTo(FailReason.NO_ANSWER);
              assertThat(failed.detail()).startsWith("Midjourney did not answer");
              assertThat(failed.sent()).isEqualTo(sent);
            });
  }

  private static List<JobId> sent(Scene scene) {
    return scene.cell.discord.ledger().stream().map(sent -> sent.job).toList();
  }
}
