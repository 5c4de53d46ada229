package easel.systemtests.promise;

import static org.assertj.core.api.Assertions.assertThat;

import easel.systemtests.promise.Asked.Result;
import easel.systemtests.promise.Disturbance.Cause;
import easel.systemtests.promise.History.Attempt;
import easel.systemtests.promise.History.ByHand;
import easel.systemtests.promise.History.End;
import easel.systemtests.promise.History.Held;
import easel.systemtests.promise.History.Job;
import easel.systemtests.promise.History.Queue;
import easel.systemtests.promise.History.Send;
import easel.systemtests.promise.History.Told;
import easel.systemtests.promise.History.Turn;
import easel.systemtests.promise.History.Unlink;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A campaign is worth as much as its judges: each finds the break that is planted here, and each
/// lets pass what was broken on purpose.
class PromisesUnderFaultsTests {
  private static final long SECOND = 1_000_000_000;

  private final History history = new History();

  @BeforeEach
  void anAccountWithOneSlot() {
    history.limit("fox", 1, 0);
    history.queue(new Queue("own", "pro", Set.of("fox"), 99, Turn.AT_ACCEPTANCE));
  }

  @Test
  void aRunThatKeptThemAllIsNotBlamed() {
    ran("a", 0, 5, "/a.png");
    history.told("a", new Told("DONE", true, "", "/a.png", 6 * SECOND));

    assertThat(lost()).isEmpty();
    assertThat(new OneEnd().brokenBy(history)).isEmpty();
    assertThat(new RightPicture().brokenBy(history)).isEmpty();
    assertThat(idle()).isEmpty();
  }

  @Test
  void aJobWithoutAnEndIsLost() {
    ran("a", 0, 5, "/a.png");

    assertThat(lost()).containsExactly("a was accepted and has no end");
  }

  @Test
  void aJobToldDoneThatNeverEndedAtDiscordIsLost() {
    accepted("a", 0);
    history.told("a", new Told("DONE", true, "", "/a.png", 6 * SECOND));

    assertThat(lost()).singleElement().asString().contains("Discord saw: no end");
  }

  @Test
  void aFailureThatNothingExplainsIsLost() {
    accepted("a", 0);
    failed("a", "NO_ANSWER", null);

    assertThat(lost()).singleElement().asString().contains("FAIL (NO_ANSWER");
  }

  @Test
  void aLostAnswerExplainsThatThereIsNone() {
    accepted("a", 0);
    history.attempted(new Attempt("a", "fox", SECOND, "CUT", false));
    failed("a", "NO_ANSWER", null);

    assertThat(lost()).isEmpty();
  }

  @Test
  void aRefusalThatWasSeenExplainsNoMissingAnswer() {
    accepted("a", 0);
    history.attempted(new Attempt("a", "fox", SECOND, "429", false));
    failed("a", "NO_ANSWER", null);

    assertThat(lost()).hasSize(1);
  }

  @Test
  void aPictureThatWasDrawnIsLostIfNoAnswerIsTold() {
    ran("a", 0, 5, "/a.png");
    history.attempted(new Attempt("a", "fox", 0, "CUT", true));
    failed("a", "NO_ANSWER", null);

    assertThat(lost()).singleElement().asString().contains("Discord saw: DONE");
  }

  @Test
  void aCommandThatMidjourneyIgnoredExplainsThatThereIsNoAnswer() {
    accepted("a", 0);
    history.attempted(new Attempt("a", "fox", SECOND, "204", true));
    history.ended(new End("a", "fox", SECOND, End.UNANSWERED));
    failed("a", "NO_ANSWER", true);

    assertThat(lost()).isEmpty();
  }

  @Test
  void anotherReasonIsNeverExplained() {
    accepted("a", 0);
    history.attempted(new Attempt("a", "fox", SECOND, "HUNG", false));
    failed("a", "INTERNAL", null);

    assertThat(lost()).hasSize(1);
  }

  @Test
  void aKilledWorkerAloneExplainsNoUnknownOutcomeOfAnImagine() {
    accepted("a", 0);
    failed("a", "NO_ANSWER", null);
    var workerKilled = disturbance(Cause.KILL, "worker", 1, 1);
    var postgresDown = disturbance(Cause.DOWN, "postgresql", 2, 4);

    assertThat(new NothingLostUnderFaults(List.of(workerKilled)).brokenBy(history)).hasSize(1);
    assertThat(new NothingLostUnderFaults(List.of(workerKilled, postgresDown)).brokenBy(history))
        .isEmpty();
  }

  @Test
  void aStoppedWorkerExplainsAnUnknownOutcomeOnlyWhileTheJobWasOpen() {
    accepted("a", 30);
    failed("a", "NO_ANSWER", null);

    assertThat(
            new NothingLostUnderFaults(List.of(disturbance(Cause.PAUSE, "worker", 40, 40)))
                .brokenBy(history))
        .isEmpty();
    assertThat(
            new NothingLostUnderFaults(List.of(disturbance(Cause.PAUSE, "worker", 10, 20)))
                .brokenBy(history))
        .hasSize(1);
  }

  @Test
  void aPressEndsUnavailableOnlyIfItsOwnAccountWasUnlinked() {
    history.accepted(new Job("press", "own", 1, 0, true));
    history.bound("press", 42);
    failed("press", "ACCOUNT_UNAVAILABLE", false);

    history.unlinked(new Unlink(41, SECOND));
    history.unlinked(new Unlink(42, 70 * SECOND));
    assertThat(lost()).hasSize(1);

    history.unlinked(new Unlink(42, SECOND));
    assertThat(lost()).isEmpty();

    history.attempted(new Attempt("press", "fox", SECOND, "204", true));
    assertThat(lost()).hasSize(1);
  }

  @Test
  void aJobThatIsBoundToNoAccountNeverEndsUnavailable() {
    accepted("a", 0);
    history.unlinked(new Unlink(42, SECOND));
    failed("a", "ACCOUNT_UNAVAILABLE", false);

    assertThat(lost()).hasSize(1);
  }

  @Test
  void jobsThatWereHandedOverEndUnavailableIfThatAccountWasUnlinkedButNoMoreThanItHasPlaces() {
    for (int i = 1; i <= 4; i++) {
      accepted("a" + i, 0);
      history.handedTo("a" + i, 42);
      failed("a" + i, "ACCOUNT_UNAVAILABLE", false);
    }
    assertThat(lost()).hasSize(4);

    history.unlinked(new Unlink(42, SECOND));
    assertThat(lost()).isEmpty();

    accepted("a5", 0);
    history.handedTo("a5", 42);
    failed("a5", "ACCOUNT_UNAVAILABLE", false);
    assertThat(lost()).hasSize(5);
  }

  @Test
  void aDialogThatWasLostWithItsWorkerWasNeverSent() {
    opened("a");
    failed("a", "INTERNAL", false);

    assertThat(lost()).hasSize(1);
    assertThat(lost(of("worker-1"))).isEmpty();
    assertThat(lost(of("postgresql"))).isEmpty();
    assertThat(lost(of("redis"))).hasSize(1);
  }

  @Test
  void aDialogMayNotHaveBeenHeardOfWhereItsAccountsSessionWasLetDown() {
    opened("a");
    failed("a", "NO_ANSWER", false);

    assertThat(lost()).hasSize(1);
    assertThat(lost(of("discord an owl"))).hasSize(1);
    assertThat(lost(of("discord fox"))).isEmpty();
  }

  @Test
  void aPressThatMidjourneyDidNotAnswerOpensNoDialog() {
    accepted("a", 0);
    history.asked("a", new Asked("Custom Zoom", Result.PICTURE, true, List.of("a hat")));
    history.attempted(new Attempt("a", "fox", SECOND, "204", true));
    failed("a", "NO_ANSWER", false);
    assertThat(lost()).isEmpty();

    history.dialogOpened("a");
    assertThat(lost()).hasSize(1);
  }

  @Test
  void aPressThatIsInDoubtMayHaveOpenedNoDialog() {
    accepted("a", 0);
    history.asked("a", new Asked("Custom Zoom", Result.PICTURE, true, List.of("a hat")));
    failed("a", "NO_ANSWER", false);
    assertThat(lost()).hasSize(1);

    history.attempted(new Attempt("a", "fox", SECOND, "500", false));
    assertThat(lost()).isEmpty();
  }

  @Test
  void aDialogThatWasFilledInWasSent() {
    opened("a");
    history.filledIn(new Attempt("a", "fox", 2 * SECOND, "204", true));
    failed("a", "INTERNAL", false);

    assertThat(lost(of("worker-1"))).hasSize(1);
  }

  @Test
  void aDialogThatWasCancelledBeforeItWasFilledInWasNeverSent() {
    opened("a");
    history.cancelAsked("a");
    history.told("a", new Told("CANCELLED", false, ""));
    assertThat(lost()).isEmpty();

    history.filledIn(new Attempt("a", "fox", 2 * SECOND, "204", true));
    assertThat(lost()).hasSize(1);
  }

  @Test
  void anAnswerToADialogThatWasLostLeavesADoubt() {
    opened("a");
    failed("a", "NO_ANSWER", null);
    assertThat(lost()).hasSize(1);

    history.filledIn(new Attempt("a", "fox", 2 * SECOND, "HUNG", false));
    assertThat(lost()).isEmpty();
  }

  @Test
  void aJobWithoutADialogIsNeverLostThatWay() {
    accepted("a", 0);
    history.attempted(new Attempt("a", "fox", SECOND, "204", true));
    failed("a", "INTERNAL", false);

    assertThat(lost(of("worker-1"))).hasSize(1);
  }

  @Test
  void whatTheOwnerTypedInTheThreadOfAJobExplainsThatItsPictureIsNotGuessed() {
    ran("a", 5, 9, "/a.png");
    history.attempted(new Attempt("a", "fox", "thread", 5 * SECOND, "204", true));
    failed("a", "TIMEOUT", true);

    assertThat(lost()).hasSize(1);
    history.typed(new ByHand("another thread", "fox", 6 * SECOND, 6 * SECOND));
    history.typed(new ByHand("thread", "a stranger", 6 * SECOND, 6 * SECOND));
    history.typed(new ByHand("thread", "fox", SECOND, SECOND));
    history.typed(new ByHand("thread", "fox", 61 * SECOND, 61 * SECOND));
    assertThat(lost()).hasSize(1);

    history.typed(new ByHand("thread", "fox", 6 * SECOND, 6 * SECOND));
    assertThat(lost()).isEmpty();
  }

  @Test
  void whatTheOwnerTypedLongBeforeExplainsItWhereMidjourneyBeganItLater() {
    ran("a", 5, 9, "/a.png");
    history.attempted(new Attempt("a", "fox", "thread", 5 * SECOND, "204", true));
    failed("a", "TIMEOUT", true);
    assertThat(lost()).hasSize(1);

    history.typed(new ByHand("thread", "fox", SECOND, 3 * SECOND));

    assertThat(lost()).isEmpty();
  }

  @Test
  void whatTheOwnerTypedExplainsNoOtherFailure() {
    accepted("a", 5);
    history.attempted(new Attempt("a", "fox", "thread", 5 * SECOND, "204", true));
    history.typed(new ByHand("thread", "fox", 6 * SECOND, 6 * SECOND));
    failed("a", "INTERNAL", true);

    assertThat(lost()).hasSize(1);
  }

  @Test
  void aPictureThatWasTypedByHandIsAWrongOne() {
    ran("a", 0, 5, "/a.png");
    history.typed(new ByHand("thread", "fox", SECOND, SECOND));
    history.told("a", new Told("DONE", true, "", "/typed.png", 6 * SECOND));

    assertThat(new RightPicture().brokenBy(history)).hasSize(1);
  }

  @Test
  void aCancelledJobThatNobodyAskedToCancelIsLost() {
    accepted("a", 0);
    history.told("a", new Told("CANCELLED", false, "", "", 6 * SECOND));

    assertThat(lost()).hasSize(1);
  }

  @Test
  void aJobToldNeverSentThatDiscordTookIsLost() {
    ran("a", 0, 5, "/a.png");
    history.attempted(new Attempt("a", "fox", 0, "204", true));
    history.cancelAsked("a");
    history.told("a", new Told("CANCELLED", false, "", "", 6 * SECOND));

    assertThat(lost()).hasSize(1);
  }

  @Test
  void aSecondEndIsSeen() {
    history.told("a", new Told("FAIL", null, "NO_ANSWER", "", 6 * SECOND));
    history.told("a", new Told("FAIL", null, "NO_ANSWER", "", 7 * SECOND));
    assertThat(new OneEnd().brokenBy(history)).isEmpty();

    history.told("a", new Told("DONE", true, "", "/a.png", 9 * SECOND));
    assertThat(new OneEnd().brokenBy(history))
        .singleElement()
        .asString()
        .startsWith("a was told 2 different ends");
  }

  @Test
  void swappedPicturesAreSeen() {
    ran("a", 0, 5, "/a.png");
    ran("b", 5, 9, "/b.png");
    history.told("a", new Told("DONE", true, "", "/b.png", 10 * SECOND));
    history.told("b", new Told("DONE", true, "", "/a.png", 10 * SECOND));

    assertThat(new RightPicture().brokenBy(history))
        .containsExactlyInAnyOrder("a was told the picture of b", "b was told the picture of a");
  }

  @Test
  void aPictureThatIsGivenToTwoJobsIsSeen() {
    ran("a", 0, 5, "/a.png");
    ran("b", 5, 9, "/b.png");
    history.told("a", new Told("DONE", true, "", "/a.png", 10 * SECOND));
    history.told("b", new Told("DONE", true, "", "/a.png", 10 * SECOND));

    assertThat(new RightPicture().brokenBy(history)).containsExactly("b was told the picture of a");
  }

  @Test
  void aDoneJobWithoutAPictureIsSeen() {
    ran("a", 0, 5, "/a.png");
    history.told("a", new Told("DONE", true, "", "", 6 * SECOND));

    assertThat(new RightPicture().brokenBy(history))
        .singleElement()
        .asString()
        .contains("never drew");
  }

  @Test
  void aSlotThatStaysFreeForTooLongIsSeen() {
    accepted("a", 0);
    sent("a", 11);

    assertThat(idle())
        .singleElement()
        .asString()
        .startsWith("own: a slot was free for 11.0 s")
        .endsWith("1.0 s too long (nothing was broken)");
  }

  @Test
  void aKillExcusesTenSecondsAfterIt() {
    accepted("a", 0);
    sent("a", 15);

    assertThat(idle(disturbance(Cause.KILL, "worker", 6, 6))).isEmpty();
    assertThat(idle(disturbance(Cause.KILL, "worker", 4, 4))).hasSize(1);
  }

  @Test
  void aPauseExcusesFifteenSecondsAfterIt() {
    accepted("a", 0);
    sent("a", 17);

    assertThat(idle(disturbance(Cause.PAUSE, "dispatcher", 3, 3))).isEmpty();
    assertThat(idle(disturbance(Cause.PAUSE, "dispatcher", 1, 1))).hasSize(1);
  }

  @Test
  void aBrokerThatIsDownExcusesUntilItIsBack() {
    accepted("a", 0);
    sent("a", 40);

    assertThat(idle(disturbance(Cause.DOWN, "redis", 2, 31))).isEmpty();
    assertThat(idle(disturbance(Cause.DOWN, "redis", 2, 29))).hasSize(1);
  }

  @Test
  void aSlotThatLeakedIsFoundHoweverOftenSomethingElseIsBroken() {
    accepted("a", 0);
    sent("a", 60);
    var kills =
        IntStream.range(0, 12)
            .mapToObj(i -> disturbance(Cause.KILL, "worker", 5 * i, 5 * i))
            .toArray(Disturbance[]::new);

    assertThat(idle(kills)).singleElement().asString().endsWith("50.0 s too long (KILL)");
  }

  @Test
  void whoTakesOverMayBeKilledOrStoppedInItsTurnOnce() {
    accepted("a", 0);
    sent("a", 22);

    var first = disturbance(Cause.KILL, "worker-1", 6, 6);
    assertThat(idle(first)).hasSize(1);
    assertThat(idle(first, disturbance(Cause.KILL, "worker-1", 13, 13))).hasSize(1);
    assertThat(idle(first, disturbance(Cause.KILL, "worker-2", 13, 13))).isEmpty();
    assertThat(idle(first, disturbance(Cause.PAUSE, "worker-1", 13, 13))).isEmpty();
    assertThat(idle(first, disturbance(Cause.KILL, "worker-2", 17, 17))).hasSize(1);
  }

  @Test
  void whatAnotherAccountSufferedAtDiscordExcusesNothing() {
    accepted("a", 0);
    sent("a", 15);

    assertThat(idle(new Disturbance(Cause.DISCORD, "discord owl", "owl", 6 * SECOND, 6 * SECOND)))
        .hasSize(1);
    assertThat(idle(new Disturbance(Cause.DISCORD, "discord fox", "fox", 6 * SECOND, 6 * SECOND)))
        .isEmpty();
  }

  @Test
  void theGravestCauseIsNamed() {
    accepted("a", 0);
    sent("a", 15);
    var judge =
        new NeverIdleUnderFaults(
            List.of(
                disturbance(Cause.KILL, "worker", 6, 6), disturbance(Cause.DOWN, "redis", 7, 8)),
            Duration.ofSeconds(10),
            Duration.ofSeconds(15),
            0,
            MachineTime.WALL);

    assertThat(judge.judge(history))
        .singleElement()
        .extracting(NeverIdleUnderFaults.Judged::cause)
        .isEqualTo(Optional.of(Cause.DOWN));
  }

  @Test
  void aBrokerThatIsDownAgainBeforeTheSlotHadToBeUsedExcusesItAgain() {
    accepted("a", 0);
    sent("a", 29);
    var cut = disturbance(Cause.KILL, "redis", 1, 1);
    var down = disturbance(Cause.DOWN, "redis", 5, 9);
    var again = disturbance(Cause.DOWN, "redis", 18, 20);

    assertThat(idle(cut, down, again)).isEmpty();
    assertThat(idle(cut, down)).hasSize(1);
  }

  @Test
  void aBrokerThatIsDownOnceTheSlotHadToBeUsedExcusesNothing() {
    accepted("a", 0);
    sent("a", 29);

    assertThat(idle(disturbance(Cause.DOWN, "redis", 12, 20))).hasSize(1);
  }

  @Test
  void whatTheMachineDidNotHaveIsCountedForNobody() {
    accepted("a", 0);
    sent("a", 29);
    var down = disturbance(Cause.DOWN, "redis", 5, 9);
    var beats = Stream.of(0, 5, 9, 14, 19, 24, 29).map(second -> second * SECOND).toList();

    // 8 s and 16 s of the 20 since Redis was back
    assertThat(idle(MachineTime.of(beats, Duration.ofSeconds(2)), down)).isEmpty();
    assertThat(idle(MachineTime.of(beats, Duration.ofSeconds(4)), down)).hasSize(1);
  }

  @Test
  void whatIsLeftOfASpanOnceTheBrokerIsBackIsTold() {
    accepted("a", 0);
    sent("a", 40);
    var judge =
        new NeverIdleUnderFaults(
            List.of(disturbance(Cause.DOWN, "redis", 2, 36)),
            Duration.ofSeconds(10),
            Duration.ofSeconds(15),
            0,
            MachineTime.WALL);

    assertThat(judge.judge(history))
        .singleElement()
        .extracting(NeverIdleUnderFaults.Judged::recovery)
        .isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void aSlotThatLeakedShowsInThatNotAllJobsOfAFullHouseRunAtOnce() {
    var judge = new NoSlotLeaked(List.of(List.of("a", "b")));
    ran("a", 1, 12, "/a.png");
    accepted("b", 0);
    assertThat(judge.brokenBy(history)).hasSize(1);

    sent("b", 12);
    assertThat(judge.brokenBy(history)).hasSize(1);
  }

  @Test
  void jobsThatRanAtOnceShowThatThereIsASlotForEach() {
    ran("a", 1, 12, "/a.png");
    ran("b", 11, 14, "/b.png");

    assertThat(new NoSlotLeaked(List.of(List.of("a", "b"))).brokenBy(history)).isEmpty();
  }

  @Test
  void aSlotInQuarantineIsNotFree() {
    accepted("a", 0);
    accepted("b", 0);
    history.held(new Held("a", "fox", 0, 30 * SECOND));
    sent("b", 31);

    assertThat(idle()).isEmpty();
  }

  private List<String> lost(Disturbance... disturbances) {
    return new NothingLostUnderFaults(List.of(disturbances)).brokenBy(history);
  }

  private void opened(String tag) {
    accepted(tag, 0);
    history.asked(tag, new Asked("Custom Zoom", Result.PICTURE, true, List.of("a hat")));
    history.attempted(new Attempt(tag, "fox", SECOND, "204", true));
    history.sent(new Send(tag, "fox", SECOND));
    history.dialogOpened(tag);
    history.ended(new End(tag, "fox", SECOND, End.UNANSWERED));
  }

  private static Disturbance of(String what) {
    return disturbance(Cause.KILL, what, 2, 2);
  }

  private List<String> idle(Disturbance... disturbances) {
    return idle(MachineTime.WALL, disturbances);
  }

  private List<String> idle(MachineTime time, Disturbance... disturbances) {
    return new NeverIdleUnderFaults(
            List.of(disturbances), Duration.ofSeconds(10), Duration.ofSeconds(15), 0, time)
        .brokenBy(history);
  }

  private static Disturbance disturbance(Cause cause, String what, int from, int until) {
    return new Disturbance(cause, what, "", from * SECOND, until * SECOND);
  }

  private void accepted(String tag, int second) {
    history.accepted(new Job(tag, "own", history.jobs().size(), second * SECOND, false));
  }

  private void sent(String tag, int second) {
    history.sent(new Send(tag, "fox", second * SECOND));
    history.ended(new End(tag, "fox", (second + 1) * SECOND, "DONE"));
  }

  private void ran(String tag, int from, int to, String picture) {
    accepted(tag, from);
    history.sent(new Send(tag, "fox", from * SECOND));
    history.ended(new End(tag, "fox", to * SECOND, "DONE", picture));
  }

  private void failed(String tag, String reason, @Nullable Boolean sent) {
    history.told(tag, new Told("FAIL", sent, reason + " of some kind", "", 60 * SECOND));
  }
}
