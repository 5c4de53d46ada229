package easel.worker.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import easel.common.id.JobId;
import easel.common.message.Command;
import easel.common.message.DiscordMessage;
import easel.common.message.FailReason;
import easel.common.message.JobEnd;
import easel.common.message.Reply;
import easel.common.message.Upload;
import easel.worker.claim.ClaimState;
import easel.worker.send.MarkedRegion;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.logging.LogLevel;

/// An account that is also heard through its own session.
class SecondEarStoriesTests {
  @RegisterExtension static final Quiet QUIET = new Quiet(LogLevel.ERROR);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whatBothEarsHearCountsOnce(long seed) {
    var scene = begun(seed);

    var jobs = scene.handOver(6);
    scene.pass(Duration.ofSeconds(90));

    for (var job : jobs) {
      assertThat(end(scene, job)).isInstanceOf(JobEnd.Done.class);
    }
    new Judge(scene.cell).judge(true);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aJobThatIsShownToTheAccountAloneIsFollowedToItsPicture(long seed) {
    var scene = begun(seed);
    scene.cell.discord.hideEverything();

    var jobs = scene.handOver(3);
    scene.pass(Duration.ofSeconds(60));

    for (var job : jobs) {
      assertThat(end(scene, job)).isInstanceOf(JobEnd.Done.class);
    }
    new Judge(scene.cell).judge(true);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aRefusalThatTheAccountAloneIsShownEndsItsJobAtOnce(long seed) {
    var scene = begun(seed);
    scene.cell.discord.refuseNext("Banned prompt detected", "Sorry, try another");

    var job = scene.handOver(1).getFirst();
    scene.pass(Duration.ofSeconds(5));
    var behind = scene.handOver(1).getFirst();
    scene.pass(Duration.ofSeconds(30));

    assertThat(end(scene, job))
        .isEqualTo(
            new JobEnd.Failed(
                FailReason.BANNED_PROMPT, "Banned prompt detected: Sorry, try another", true));
    assertThat(end(scene, behind)).isInstanceOf(JobEnd.Done.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void anAccountThatMidjourneyRefusesTakesNothingMore(long seed) {
    var scene = begun(seed);
    scene.cell.discord.refuseNext("Subscription required", "Subscribe first");

    var job = scene.handOver(1).getFirst();
    scene.pass(Duration.ofSeconds(5));
    scene.handOver(1);
    scene.pass(Duration.ofSeconds(30));

    assertThat(end(scene, job))
        .isInstanceOfSatisfying(
            JobEnd.Failed.class,
            failed -> {
              assertThat(failed.reason()).isEqualTo(FailReason.SUBSCRIPTION);
              assertThat(failed.sent()).isTrue();
            });
    // then the next waits, and its owner is told why and since when
    assertThat(sent(scene)).isEmpty();
    assertThat(scene.cell.states)
        .filteredOn(state -> state.account().equals(scene.account().id()))
        .last()
        .satisfies(
            state -> {
              assertThat(state.status()).isEqualTo(Reply.AccountState.Status.NEEDS_ATTENTION);
              assertThat(state.attention())
                  .contains("Subscription required: Subscribe first", "since ");
            });
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aBlockThatIsOverByItselfKeepsNothingWaiting(long seed) {
    var scene = begun(seed);
    // Midjourney's clock, not that of the story: a block that ended long ago.
    scene.cell.discord.refuseNext("Blocked", "You are blocked until <t:1600000000:R>");

    scene.handOver(1);
    scene.pass(Duration.ofSeconds(5));
    var behind = scene.handOver(1).getFirst();
    scene.pass(Duration.ofSeconds(60));

    assertThat(end(scene, behind)).isInstanceOf(JobEnd.Done.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aDialogIsFilledInAndItsPictureIsTheJobs(long seed) {
    var scene = begun(seed);

    var job = scene.handOver(SecondEarStoriesTests::customZoom);
    scene.pass(Duration.ofSeconds(30));

    assertThat(end(scene, job)).isInstanceOf(JobEnd.Done.class);
    assertThat(scene.cell.discord.dialogs()).isEqualTo(1);
    assertThat(sent(scene)).containsExactly(job);
    new Judge(scene.cell).judge(true);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aRegionIsMarkedWithItsMaskAndItsPictureIsTheJobs(long seed) {
    var scene = begun(seed);
    scene.cell.store.put("uploads/mask.png", "image/png", new byte[] {1, 2, 3});

    var job = scene.handOver(SecondEarStoriesTests::region);
    scene.pass(Duration.ofSeconds(30));

    assertThat(end(scene, job)).isInstanceOf(JobEnd.Done.class);
    assertThat(sent(scene)).containsExactly(job);
    assertThat(scene.cell.discord.marked())
        .containsExactly(new MarkedRegion("region-1", "a hat " + job, "AQID"));
    new Judge(scene.cell).judge(true);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aRegionWhoseMaskIsGoneIsNotMarked(long seed) {
    var scene = begun(seed);

    var job = scene.handOver(SecondEarStoriesTests::region);
    scene.pass(Duration.ofSeconds(50));

    assertThat(end(scene, job))
        .isInstanceOfSatisfying(
            JobEnd.Failed.class,
            failed -> {
              assertThat(failed.reason()).isEqualTo(FailReason.INTERNAL);
              assertThat(failed.sent()).isFalse();
            });
    assertThat(scene.cell.discord.marked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void aWorkerThatDiesWhileTheEditorIsOpenMarksNothingTwice(long seed) {
    // given an editor that is open
    var scene = new Scene(seed);
    scene.switchSecondEarOn();
    scene.cell.store.put("uploads/mask.png", "image/png", new byte[] {1, 2, 3});
    var first = scene.cell.startWorker();
    scene.pass(Duration.ofSeconds(3));
    var job = scene.handOver(SecondEarStoriesTests::region);
    scene.passUntil(() -> scene.cell.discord.dialogs() > 0);

    // when its worker dies, sooner or later on the way to the answer
    scene.pass(Duration.ofMillis(seed * 40));
    first.kill();
    scene.cell.startWorker();
    scene.pass(Duration.ofMinutes(3));

    // then at most one was marked, and the end says whether
    assertThat(scene.cell.discord.dialogs()).isEqualTo(1);
    assertThat(scene.cell.discord.marked()).hasSizeLessThanOrEqualTo(1);
    if (end(scene, job) instanceof JobEnd.Failed failed && Boolean.FALSE.equals(failed.sent())) {
      assertThat(sent(scene)).isEmpty();
    }
    assertThat(scene.cell.tables.openClaims()).isEmpty();
    assertThat(scene.cell.slots.held()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void withoutASecondEarNothingThatOpensADialogIsPressed(long seed) {
    var scene = new Scene(seed);
    scene.cell.startWorker();
    scene.pass(Duration.ofSeconds(3));

    var job = scene.handOver(SecondEarStoriesTests::customZoom);
    scene.pass(Duration.ofSeconds(10));

    assertThat(end(scene, job))
        .isInstanceOfSatisfying(JobEnd.Failed.class, failed -> assertThat(failed.sent()).isFalse());
    assertThat(scene.cell.discord.dialogs()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void aWorkerThatDiesBetweenThePressAndTheAnswerStartsNothingTwice(long seed) {
    // given a dialog that is open
    var scene = new Scene(seed);
    scene.switchSecondEarOn();
    var first = scene.cell.startWorker();
    scene.pass(Duration.ofSeconds(3));
    var job = scene.handOver(SecondEarStoriesTests::customZoom);
    scene.passUntil(() -> scene.cell.discord.dialogs() > 0);

    // when its worker dies, sooner or later on the way to the answer
    scene.pass(Duration.ofMillis(seed * 40));
    first.kill();
    scene.cell.startWorker();
    scene.pass(Duration.ofMinutes(3));

    // then at most one job was started, and the end says whether
    assertThat(scene.cell.discord.dialogs()).isEqualTo(1);
    assertThat(sent(scene)).hasSizeLessThanOrEqualTo(1);
    switch (end(scene, job)) {
      case JobEnd.Done _ -> assertThat(sent(scene)).containsExactly(job);
      case JobEnd.Failed failed when Boolean.FALSE.equals(failed.sent()) ->
          assertThat(sent(scene)).isEmpty();
      case JobEnd.Failed failed -> assertThat(failed.reason()).isEqualTo(FailReason.NO_ANSWER);
      case JobEnd end -> throw new AssertionError("expected a picture or a failure, got: " + end);
    }
    assertThat(scene.cell.tables.openClaims()).isEmpty();
    assertThat(scene.cell.slots.held()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoseWorkerDiesIsToldNoMoreOfItsDialogThanIsKnown(boolean opens) {
    // given a button whose dialog opens, or whose press Discord answers with a 500
    var scene = new Scene(1);
    scene.switchSecondEarOn();
    var first = scene.cell.startWorker();
    scene.pass(Duration.ofSeconds(3));
    if (!opens) {
      scene.cell.discord.cutNextSend();
    }
    var job = scene.handOver(SecondEarStoriesTests::customZoom);
    scene.passUntil(() -> opens ? scene.cell.discord.dialogs() > 0 : isBegun(scene, job));

    // when its worker dies
    first.kill();
    scene.cell.startWorker();
    scene.pass(Duration.ofMinutes(3));

    assertThat(end(scene, job))
        .isEqualTo(
            new JobEnd.Failed(
                FailReason.INTERNAL,
                "Easel was restarted before Midjourney's dialog was filled in: nothing was drawn.",
                false));
    assertThat(scene.cell.discord.dialogs()).isEqualTo(opens ? 1 : 0);
    assertThat(sent(scene)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whetherASilentPressWithANewPromptHasBegunAnythingIsNotKnown(long seed) {
    // given a button that is to ask for the new prompt
    var scene = begun(seed);

    // when it is pressed, and nothing more is heard
    var job = scene.handOver(SecondEarStoriesTests::remix);
    scene.pass(Duration.ofMinutes(10));

    assertThat(end(scene, job))
        .isInstanceOfSatisfying(
            JobEnd.Failed.class,
            failed -> {
              assertThat(failed.reason()).isEqualTo(FailReason.NO_ANSWER);
              assertThat(failed.sent()).isNull();
            });
    assertThat(sent(scene)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whatBeginsWithoutAskingForTheNewPromptIsStoppedAndSaysWhy(long seed) {
    // given an account that is not in remix mode
    var scene = begun(seed);
    scene.cell.discord.switchRemixOff();

    // when a new prompt is given with a button
    var job = scene.handOver(SecondEarStoriesTests::remix);
    scene.passUntil(() -> scene.cell.told.containsKey(job));

    // then its owner is told what to do, and nothing is filled in
    assertThat(end(scene, job))
        .isEqualTo(
            new JobEnd.Failed(
                FailReason.INVALID_PARAMETER,
                "Midjourney began without asking for the new prompt: switch remix mode on for the"
                    + " account.",
                true));
    assertThat(scene.cell.discord.dialogs()).isZero();
    // and what began with the old one is stopped, and takes no place any more
    scene.passUntil(() -> scene.cell.tables.openClaims().isEmpty());
    assertThat(sent(scene)).containsExactly(job);
    assertThat(scene.cell.discord.isStopped(job)).isTrue();
    var behind = scene.handOver(1).getFirst();
    scene.pass(Duration.ofSeconds(20));
    assertThat(end(scene, behind)).isInstanceOf(JobEnd.Done.class);
    assertThat(scene.cell.slots.held()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPageThatOnlyAPersonCanUseIsForTheAccountsOwner(boolean pressed) {
    // given an account that Midjourney wants to see somebody for
    var scene = begun(1);
    scene.cell.discord.showWebPageNext();

    var job =
        pressed ? scene.handOver(SecondEarStoriesTests::customZoom) : scene.handOver(1).getFirst();
    scene.pass(Duration.ofSeconds(5));

    // then the job says so, and whether anything may be drawn for it
    assertThat(end(scene, job))
        .isEqualTo(
            new JobEnd.Failed(
                FailReason.ACCOUNT_UNAVAILABLE,
                "Midjourney opened a web page, which only a person can use.",
                !pressed));
    // and so does the account, which is sent nothing more
    assertThat(scene.cell.states)
        .filteredOn(state -> state.account().equals(scene.account().id()))
        .last()
        .satisfies(
            state -> {
              assertThat(state.status()).isEqualTo(Reply.AccountState.Status.NEEDS_ATTENTION);
              assertThat(state.attention())
                  .isEqualTo(
                      "Midjourney asked for something on a web page: look at the account at Discord");
              assertThat(state.remedy()).isEqualTo(Reply.AccountState.Remedy.CHECK_AGAIN);
            });
    scene.handOver(1);
    scene.pass(Duration.ofSeconds(30));
    assertThat(sent(scene)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aPressWhoseDialogNobodyWouldHearOfWaitsForHalfAMinute(long seed) {
    // given an account whose own session is not connected
    var scene = begun(seed);
    scene.cell.discord.loseSessions();
    scene.pass(Duration.ofSeconds(1));

    // when a button that opens a dialog is to be pressed
    var job = scene.handOver(SecondEarStoriesTests::customZoom);
    scene.pass(Duration.ofSeconds(1));
    var behind = scene.handOver(1).getFirst();
    scene.pass(Duration.ofSeconds(27));

    // then it waits, and the line with it
    assertThat(scene.cell.told).doesNotContainKeys(job, behind);
    assertThat(sent(scene)).isEmpty();

    // and ends unsent after half a minute, and the line goes on
    scene.pass(Duration.ofSeconds(5));
    assertThat(end(scene, job))
        .isEqualTo(
            new JobEnd.Failed(
                FailReason.ACCOUNT_UNAVAILABLE,
                "Its account's own session is not connected.",
                false));
    assertThat(scene.cell.discord.dialogs()).isZero();
    scene.pass(Duration.ofSeconds(20));
    assertThat(sent(scene)).containsExactly(behind);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aPressIsMadeOnceTheSessionIsBackInTime(long seed) {
    var scene = begun(seed);
    scene.cell.discord.loseSessions();
    scene.pass(Duration.ofSeconds(1));

    var job = scene.handOver(SecondEarStoriesTests::customZoom);
    scene.pass(Duration.ofSeconds(20));
    assertThat(scene.cell.discord.dialogs()).isZero();
    scene.cell.discord.restoreSessions();
    scene.pass(Duration.ofSeconds(20));

    assertThat(end(scene, job)).isInstanceOf(JobEnd.Done.class);
    assertThat(scene.cell.discord.dialogs()).isEqualTo(1);
  }

  private static Scene begun(long seed) {
    var scene = new Scene(seed);
    scene.switchSecondEarOn();
    scene.cell.startWorker();
    scene.pass(Duration.ofSeconds(3));
    return scene;
  }

  private static boolean isBegun(Scene scene, JobId job) {
    return scene.cell.tables.openClaims().stream()
        .anyMatch(claim -> claim.job().equals(job) && claim.state() == ClaimState.SENDING);
  }

  private static Command customZoom(JobId job) {
    return new Command.Press(
        "Custom Zoom",
        "MJ::CustomZoom::h",
        new DiscordMessage("900", "77", "1", 0),
        new JobId(new UUID(3, 3)),
        "a fox --zoom 2 " + job);
  }

  private static Command remix(JobId job) {
    return new Command.Press(
        "V3",
        "MJ::JOB::variation::3::" + job,
        new DiscordMessage("900", "77", "1", 0),
        new JobId(new UUID(3, 3)),
        "a gold fox " + job);
  }

  private static Command region(JobId job) {
    return new Command.Press(
        "Vary (Region)",
        "MJ::Inpaint::1::h::SOLO",
        new DiscordMessage("900", "77", "1", 0),
        new JobId(new UUID(3, 3)),
        "a hat " + job,
        new Upload("uploads/mask.png"));
  }

  private static JobEnd end(Scene scene, JobId job) {
    assertThat(scene.cell.told).containsKey(job);
    return scene.cell.told.get(job).getFirst();
  }

  private static List<JobId> sent(Scene scene) {
    return scene.cell.discord.ledger().stream().map(sent -> sent.job).toList();
  }
}
