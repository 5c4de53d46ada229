package easel.worker.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import easel.common.id.JobId;
import easel.common.message.Command;
import easel.common.message.FailReason;
import easel.common.message.JobEnd;
import easel.common.message.Upload;
import easel.worker.send.UploadOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.logging.LogLevel;

/// Jobs that bring pictures with them, and jobs that are answered with texts.
class PictureStoriesTests {
  @RegisterExtension static final Quiet QUIET = new Quiet(LogLevel.ERROR);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aDescriptionEndsWithItsOwnTexts(long seed) {
    var scene = begun(seed);

    var first = scene.handOver(id -> describe(scene, id));
    var second = scene.handOver(id -> new Command.Describe("https://example.org/" + id, null));
    scene.pass(Duration.ofSeconds(40));

    assertThat(end(scene, first)).isInstanceOf(JobEnd.Answered.class);
    assertThat(end(scene, second)).isInstanceOf(JobEnd.Answered.class);
    new Judge(scene.cell).judge(true);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aBlendIsUploadedBeforeItIsSentAndKeepsItsPlaceInLine(long seed) {
    var scene = begun(seed);

    var blend = scene.handOver(id -> blend(scene, id));
    var behind = scene.handOver(1).getFirst();
    scene.pass(Duration.ofSeconds(60));

    assertThat(end(scene, blend)).isInstanceOf(JobEnd.Done.class);
    assertThat(sent(scene)).containsExactly(blend, behind);
    assertThat(scene.cell.discord.uploads()).hasSize(1);
    assertThat(scene.cell.discord.uploads().getFirst())
        .isLessThanOrEqualTo(scene.cell.discord.ledger().getFirst().takenAt);
    new Judge(scene.cell).judge(true);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aPromptBeginsWithTheAddressesOfItsPictures(long seed) {
    var scene = begun(seed);

    var job = scene.handOver(id -> imagine(scene, id));
    var behind = scene.handOver(1).getFirst();
    scene.pass(Duration.ofSeconds(60));

    assertThat(end(scene, job)).isInstanceOf(JobEnd.Done.class);
    assertThat(sent(scene)).containsExactly(job, behind);
    assertThat(scene.cell.discord.uploads()).hasSize(1);
    assertThat(scene.cell.discord.prompts())
        .containsExactly(
            "%1$s%2$s-1.png %1$s%2$s-2.png a red fox %2$s".formatted(Discord.SHARED, job),
            "a red fox " + behind);
    new Judge(scene.cell).judge(true);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whatAWorkerSharedBeforeItDiedIsSharedAgainAndSentOnce(long seed) {
    // given a worker that dies between the two
    var scene = begun(seed);
    scene.cell.discord.killAfterNextShare();
    var job = scene.handOver(id -> imagine(scene, id));
    scene.passUntil(() -> !scene.cell.discord.uploads().isEmpty());
    assertThat(sent(scene)).isEmpty();

    // when the next one comes
    scene.pass(Duration.ofSeconds(8));
    scene.cell.startWorker();
    scene.pass(Duration.ofSeconds(60));

    // then it uploads anew, and sends once
    assertThat(scene.cell.discord.uploads()).hasSize(2);
    assertThat(sent(scene)).containsExactly(job);
    assertThat(end(scene, job)).isInstanceOf(JobEnd.Done.class);
    new Judge(scene.cell).judge(true);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aPromptWhosePicturesCannotBeSharedIsNotSentWithoutThem(long seed) {
    var scene = begun(seed);
    scene.cell.discord.endUploads(new UploadOutcome.NotAllowed());

    var job = scene.handOver(id -> imagine(scene, id));
    scene.pass(Duration.ofSeconds(20));

    assertThat(sent(scene)).isEmpty();
    assertThat(end(scene, job))
        .isInstanceOfSatisfying(
            JobEnd.Failed.class,
            failed -> {
              assertThat(failed.reason()).isEqualTo(FailReason.ACCOUNT_UNAVAILABLE);
              assertThat(failed.detail()).contains("ATTACH_FILES", "SEND_MESSAGES_IN_THREADS");
              assertThat(failed.sent()).isFalse();
            });
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void anUploadThatFailsIsTriedAgainAndTheCommandSentOnce(long seed) {
    var scene = begun(seed);
    scene.cell.discord.endUploads(new UploadOutcome.Failed("HTTP 503"));

    var job = scene.handOver(id -> describe(scene, id));
    scene.pass(Duration.ofSeconds(15));
    assertThat(sent(scene)).isEmpty();
    assertThat(scene.cell.discord.uploads()).hasSizeGreaterThan(2);

    scene.cell.discord.endUploads(new UploadOutcome.Uploaded(List.of()));
    scene.pass(Duration.ofSeconds(40));
    assertThat(sent(scene)).containsExactly(job);
    assertThat(end(scene, job)).isInstanceOf(JobEnd.Answered.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void anUploadThatFailsForGoodEndsItsJobUnsentAndLetsOthersPass(long seed) {
    var scene = begun(seed);
    scene.cell.discord.endUploads(new UploadOutcome.Failed("HTTP 503"));

    var job = scene.handOver(id -> describe(scene, id));
    var behind = scene.handOver(1).getFirst();
    scene.pass(Duration.ofMinutes(2));

    assertThat(end(scene, job))
        .isInstanceOfSatisfying(
            JobEnd.Failed.class,
            failed -> {
              assertThat(failed.reason()).isEqualTo(FailReason.INTERNAL);
              assertThat(failed.sent()).isFalse();
            });
    assertThat(sent(scene)).containsExactly(behind);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aPictureThatDiscordRefusesEndsItsJobUnsent(long seed) {
    var scene = begun(seed);
    scene.cell.discord.endUploads(new UploadOutcome.Invalid("too large"));

    var job = scene.handOver(id -> describe(scene, id));
    scene.pass(Duration.ofSeconds(20));

    assertThat(end(scene, job))
        .isInstanceOfSatisfying(
            JobEnd.Failed.class,
            failed -> {
              assertThat(failed.reason()).isEqualTo(FailReason.INVALID_PARAMETER);
              assertThat(failed.sent()).isFalse();
            });
    assertThat(scene.cell.discord.uploads()).hasSize(1);
    assertThat(sent(scene)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aDescriptionWhoseWorkerDiedIsFoundInTheHistoryOfItsThread(long seed) {
    // given a description that has begun to load
    var scene = new Scene(seed);
    var first = scene.cell.startWorker();
    scene.pass(Duration.ofSeconds(3));
    var job = scene.handOver(id -> describe(scene, id));
    scene.passUntil(
        () -> scene.cell.discord.ledger().stream().anyMatch(sent -> sent.start != null));

    // when its worker dies, and the next one comes when it is done
    first.kill();
    scene.pass(Duration.ofSeconds(8));
    scene.cell.startWorker();
    scene.pass(Duration.ofSeconds(40));

    assertThat(end(scene, job)).isInstanceOf(JobEnd.Answered.class);
    new Judge(scene.cell).judge(true);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aDescriptionInDoubtIsNeverSentAgain(long seed) {
    // given an account whose commands begin in public, as far as is known
    var scene = begun(seed);
    scene.handOver(1);
    scene.pass(Duration.ofSeconds(20));

    scene.cell.discord.cutNextSend();
    var job = scene.handOver(id -> describe(scene, id));
    scene.pass(Duration.ofSeconds(90));

    assertThat(sent(scene)).doesNotContain(job);
    assertThat(end(scene, job))
        .isInstanceOfSatisfying(
            JobEnd.Failed.class,
            failed -> {
              assertThat(failed.reason()).isEqualTo(FailReason.NO_ANSWER);
              assertThat(failed.sent()).isNull();
            });
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aBlendInDoubtIsSentAgainOnlyWhereCommandsBeginInPublic(long seed) {
    var scene = begun(seed);
    scene.handOver(1);
    scene.pass(Duration.ofSeconds(20));

    scene.cell.discord.cutNextSend();
    var job = scene.handOver(id -> blend(scene, id));
    scene.pass(Duration.ofSeconds(90));

    if (scene.cell.discord.isHiding(scene.account().discordUser())) {
      assertThat(sent(scene)).doesNotContain(job);
      assertThat(end(scene, job)).isInstanceOf(JobEnd.Failed.class);
    } else {
      assertThat(sent(scene)).containsOnlyOnce(job);
      assertThat(end(scene, job)).isInstanceOf(JobEnd.Done.class);
    }
  }

  /// A scene whose account begins in public.
  private static Scene begun(long seed) {
    var scene = new Scene(seed);
    scene.cell.startWorker();
    scene.pass(Duration.ofSeconds(3));
    return scene;
  }

  private static Command describe(Scene scene, JobId job) {
    return new Command.Describe(null, picture(scene, job + ".png"));
  }

  private static Command imagine(Scene scene, JobId job) {
    return new Command.Imagine(
        "a red fox " + job,
        List.of(picture(scene, job + "-1.png"), picture(scene, job + "-2.png")));
  }

  private static Command blend(Scene scene, JobId job) {
    return new Command.Blend(
        List.of(picture(scene, job + "-1.png"), picture(scene, job + "-2.png")),
        Command.Dimensions.SQUARE);
  }

  private static Upload picture(Scene scene, String name) {
    var key = "uploads/" + name;
    scene.cell.store.put(key, "image/png", name.getBytes(StandardCharsets.UTF_8));
    return new Upload(key);
  }

  private static JobEnd end(Scene scene, JobId job) {
    assertThat(scene.cell.told).containsKey(job);
    return scene.cell.told.get(job).getFirst();
  }

  private static List<JobId> sent(Scene scene) {
    return scene.cell.discord.ledger().stream().map(sent -> sent.job).toList();
  }
}
