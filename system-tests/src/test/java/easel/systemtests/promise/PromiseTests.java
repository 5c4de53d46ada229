package easel.systemtests.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import easel.systemtests.promise.Asked.Result;
import easel.systemtests.promise.History.End;
import easel.systemtests.promise.History.Held;
import easel.systemtests.promise.History.Job;
import easel.systemtests.promise.History.Pause;
import easel.systemtests.promise.History.Queue;
import easel.systemtests.promise.History.Send;
import easel.systemtests.promise.History.Told;
import easel.systemtests.promise.History.Turn;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A judge that finds nothing wrong proves nothing unless it finds what is wrong.
class PromiseTests {
  private static final long SECOND = 1_000_000_000;

  private final History history = new History();

  @BeforeEach
  void anAccountWithOneSlotAndAQueueOfTwoAccounts() {
    history.limit("fox", 1, 0);
    history.limit("owl", 1, 0);
    history.queue(new Queue("own", "pro", Set.of("fox"), 99, Turn.AT_ACCEPTANCE));
    history.queue(new Queue("other", "pro", Set.of("owl"), 99, Turn.AT_ACCEPTANCE));
    history.queue(new Queue("both", "trial", Set.of("fox", "owl"), 2, Turn.AT_HAND_OVER));
  }

  @Test
  void aRunThatKeptThemAllIsNotBlamed() {
    accepted("a", "both", 1, 0);
    accepted("b", "both", 2, 0);
    ran("a", "fox", 0, 10);
    ran("b", "owl", 0, 10);

    Promise.verify(
        history,
        List.of(
            new NothingLost(),
            new NothingTwice(),
            new NeverOverTheLimit(Duration.ZERO),
            new FirstComeFirstServed(),
            new InTurn(Duration.ZERO),
            new NeverIdle(Duration.ofSeconds(1))));
  }

  @Test
  void aJobWithoutAnEndIsLost() {
    accepted("a", "own", 1, 0);

    assertThat(new NothingLost().brokenBy(history))
        .containsExactly("a was accepted and has no end");
  }

  @Test
  void aJobToldDoneThatDiscordNeverFinishedIsLost() {
    accepted("a", "own", 1, 0);
    history.told("a", new Told("DONE", true, ""));

    assertThat(new NothingLost().brokenBy(history)).singleElement().asString().contains("no end");
  }

  @Test
  void aJobThatFailedOrWasCancelledUnaskedIsLost() {
    accepted("a", "own", 1, 0);
    accepted("b", "own", 2, 0);
    history.told("a", new Told("FAIL", true, ""));
    history.told("b", new Told("CANCELLED", false, ""));

    assertThat(new NothingLost().brokenBy(history)).hasSize(2);
  }

  @Test
  void aSecondSendIsSeen() {
    accepted("a", "own", 1, 0);
    history.sent(new Send("a", "fox", 0));
    history.sent(new Send("a", "fox", 1));

    assertThat(new NothingTwice().brokenBy(history)).containsExactly("a was sent 2 times");
  }

  @Test
  void moreThanTheLimitAtOnceIsSeen() {
    accepted("a", "own", 1, 0);
    accepted("b", "own", 2, 0);
    ran("a", "fox", 0, 10);
    ran("b", "fox", 9, 20);

    assertThat(new NeverOverTheLimit(Duration.ZERO).brokenBy(history))
        .containsExactly("account fox: expected at most 1 running, got: 2 (with b)");
  }

  @Test
  void aLoweredLimitHoldsForWhatIsHandedOverAfterIt() {
    history.limit("fox", 2, 1 * SECOND);
    history.limit("fox", 1, 10 * SECOND);
    accepted("a", "own", 1, 0);
    accepted("b", "own", 2, 0);
    accepted("c", "own", 3, 0);
    ran("a", "fox", 2, 30);
    ran("b", "fox", 11, 20);
    ran("c", "fox", 25, 40);

    assertThat(new NeverOverTheLimit(Duration.ofSeconds(2)).brokenBy(history))
        .containsExactly("account fox: expected at most 1 running, got: 2 (with c)");
  }

  @Test
  void aQueueOverItsOwnLimitIsSeen() {
    history.limit("fox", 9, 0);
    for (var tag : List.of("a", "b", "c")) {
      accepted(tag, "both", tag.charAt(0), 0);
      ran(tag, "fox", 0, 10);
    }

    assertThat(new NeverOverTheLimit(Duration.ZERO).brokenBy(history))
        .containsExactly("queue both: expected at most 2 running, got: 3 (with c)");
  }

  @Test
  void aJobThatOvertookAnotherOnOneAccountIsSeen() {
    accepted("a", "both", 1, 0);
    accepted("b", "both", 2, 0);
    ran("b", "fox", 0, 10);
    ran("a", "fox", 10, 20);

    assertThat(new FirstComeFirstServed().brokenBy(history))
        .containsExactly("both on account fox: a (number 1) was sent after b (number 2)");
  }

  @Test
  void requestsThatOverlappedMayComeEitherWayAndOthersMayNot() {
    history.accepted(new Job("a", "both", 1, 0, 4 * SECOND, false));
    history.accepted(new Job("b", "both", 2, SECOND, 5 * SECOND, false));
    history.accepted(new Job("c", "both", 3, 5 * SECOND, 6 * SECOND, false));
    ran("b", "fox", 6, 7);
    ran("a", "fox", 7, 8);
    ran("c", "fox", 8, 9);

    assertThat(new FirstComeFirstServed().brokenBy(history)).isEmpty();

    history.accepted(new Job("d", "both", 4, 7 * SECOND, 8 * SECOND, false));
    history.accepted(new Job("e", "both", 5, 8 * SECOND, 9 * SECOND, false));
    ran("e", "fox", 10, 11);
    ran("d", "fox", 12, 13);
    assertThat(new FirstComeFirstServed().brokenBy(history))
        .containsExactly("both on account fox: d (number 4) was sent after e (number 5)");
  }

  @Test
  void aJobThatIsOvertakenByOneOfLongBeforeTheLastIsSeen() {
    accepted("a", "both", 1, 0);
    history.accepted(new Job("b", "both", 2, SECOND, 9 * SECOND, false));
    history.accepted(new Job("c", "both", 3, 2 * SECOND, 10 * SECOND, false));
    ran("c", "fox", 11, 12);
    ran("b", "fox", 12, 13);
    ran("a", "fox", 13, 14);

    assertThat(new FirstComeFirstServed().brokenBy(history))
        .containsExactly("both on account fox: a (number 1) was sent after c (number 3)");
  }

  @Test
  void turnsOfRequestsThatOverlappedAreCountedTogether() {
    history.accepted(new Job("a", "own", 1, 0, 8 * SECOND, false));
    history.accepted(new Job("b", "own", 2, SECOND, 9 * SECOND, false));
    history.accepted(new Job("c", "other", 3, 2 * SECOND, 10 * SECOND, false));
    history.accepted(new Job("d", "other", 4, 3 * SECOND, 11 * SECOND, false));
    assertThat(new InTurnAtAcceptance().brokenBy(history)).isEmpty();

    for (int i = 0; i < 4; i++) {
      accepted("e" + i, "own", 5 + i, 20 + i);
    }
    assertThat(new InTurnAtAcceptance().brokenBy(history))
        .singleElement()
        .asString()
        .contains("account owl got 2");
  }

  @Test
  void aJobSentOnAnotherAccountThanItsTurnsIsSeen() {
    accepted("a", "own", 1, 0);
    ran("a", "owl", 0, 5);

    assertThat(new InTurnAtAcceptance().brokenBy(history))
        .containsExactly("a was sent on another account than its turn's");
  }

  @Test
  void aLoweredLimitHoldsAtOnceForWhatIsSubmittedAfterIt() {
    history.limit("fox", 2, 0, SECOND);
    history.limit("fox", 1, 8 * SECOND, 10 * SECOND);
    accepted("a", "own", 1, 2);
    accepted("b", "own", 2, 9);
    accepted("c", "own", 3, 11);
    ran("a", "fox", 2, 30);
    ran("b", "fox", 11, 12);
    ran("c", "fox", 13, 14);

    assertThat(new NeverOverTheLimit(Duration.ofSeconds(20)).brokenBy(history))
        .containsExactly("account fox: expected at most 1 running, got: 2 (with c)");
  }

  @Test
  void aRaisedLimitMayHoldOnceItIsAskedForAndMustOnceItIsAnswered() {
    history.limit("fox", 2, 5 * SECOND, 20 * SECOND);
    accepted("a", "own", 1, 0);
    accepted("b", "own", 2, 0);
    ran("a", "fox", 0, 40);
    ran("b", "fox", 21, 40);

    assertThat(new NeverOverTheLimit(Duration.ZERO).brokenBy(history)).isEmpty();
    assertThat(new NeverIdle(Duration.ofMillis(500)).brokenBy(history))
        .containsExactly(
            "own: a slot was free for 1000 ms while a job waited, from 20.0 s of the run on");
  }

  @Test
  void aPausedQueueIsNotIdleAndMustBeSentAgainOnceItGoesOn() {
    history.paused(new Pause("own", SECOND, 2 * SECOND, 9 * SECOND, 10 * SECOND));
    accepted("a", "own", 1, 1);
    ran("a", "fox", 12, 20);

    assertThat(new NeverIdle(Duration.ofSeconds(3)).brokenBy(history)).isEmpty();
    assertThat(new NeverIdle(Duration.ofSeconds(1)).brokenBy(history)).hasSize(1);
  }

  @Test
  void aJobThatIsSubmittedToAPausedQueueAndSentIsSeen() {
    history.paused(new Pause("own", SECOND, 2 * SECOND, 9 * SECOND, 10 * SECOND));
    accepted("before", "own", 1, 1);
    accepted("after", "own", 2, 3);
    accepted("elsewhere", "other", 3, 3);
    ran("before", "fox", 3, 4);
    ran("elsewhere", "owl", 4, 5);
    assertThat(new NothingSentWhilePaused().brokenBy(history)).isEmpty();

    ran("after", "fox", 5, 6);
    assertThat(new NothingSentWhilePaused().brokenBy(history))
        .containsExactly("after was sent though own was paused before it was submitted");
  }

  @Test
  void anAccountThatGotMoreThanItsTurnsIsSeen() {
    for (int i = 0; i < 4; i++) {
      accepted("a" + i, "own", i, i);
      ran("a" + i, "fox", i, i + 1);
    }

    assertThat(new InTurn(Duration.ZERO).brokenBy(history))
        .singleElement()
        .asString()
        .contains("expected 1.5 ± 1");
  }

  @Test
  void aFreeAccountThatWasPassedOverIsSeen() {
    accepted("a", "both", 1, 0);
    accepted("b", "both", 2, 0);
    ran("a", "fox", 0, 5);
    ran("b", "fox", 6, 9);

    assertThat(new InTurn(Duration.ZERO).brokenBy(history))
        .containsExactly(
            "both: b (number 2) went to account fox (last number 1) though owl (last number -1) had a free slot and was used longer ago");
  }

  @Test
  void aJobCancelledAfterItsHandOverExplainsOneTurn() {
    accepted("a", "both", 1, 0);
    accepted("b", "both", 2, 0);
    accepted("cancelled", "both", 3, 0);
    accepted("c", "both", 4, 0);
    accepted("d", "both", 5, 0);
    ran("a", "owl", 0, 5);
    ran("b", "fox", 0, 5);
    ran("c", "fox", 6, 9);
    history.cancelAsked("cancelled");

    assertThat(new InTurn(Duration.ZERO).brokenBy(history)).isEmpty();

    ran("d", "fox", 12, 19);
    assertThat(new InTurn(Duration.ZERO).brokenBy(history))
        .singleElement()
        .asString()
        .contains("d (number 5) went to account fox");
  }

  @Test
  void anAccountWhoseLimitWasLowerThenMayBePassedOver() {
    history.limit("owl", 3, 0);
    history.limit("owl", 1, 4 * SECOND);
    accepted("x", "other", 1, 0);
    accepted("a", "both", 1, 0);
    accepted("b", "both", 2, 0);
    ran("x", "owl", 0, 100);
    ran("a", "fox", 0, 5);
    ran("b", "fox", 6, 9);

    assertThat(new InTurn(Duration.ofSeconds(3)).brokenBy(history))
        .noneMatch(way -> way.startsWith("both"));
  }

  @Test
  void anAccountThatWasFullWhenTheChosenOneGotRoomMayBePassedOver() {
    accepted("x", "other", 1, 0);
    accepted("a", "both", 1, 0);
    accepted("b", "both", 2, 0);
    ran("x", "owl", 0, 7);
    ran("a", "fox", 0, 5);
    ran("b", "fox", 12, 19);

    assertThat(new InTurn(Duration.ZERO).brokenBy(history))
        .noneMatch(way -> way.startsWith("both"));
  }

  @Test
  void aTurnIsJudgedAlsoOfAJobThatDiscordSawBeforeItsAnswerCame() {
    accepted("a", "both", 1, 0);
    accepted("b", "both", 2, 7);
    ran("a", "fox", 0, 5);
    ran("b", "fox", 6, 9);

    assertThat(new InTurn(Duration.ZERO).brokenBy(history))
        .singleElement()
        .asString()
        .contains("b (number 2) went to account fox");
  }

  @Test
  void anAccountThatGotRoomBeforeTheChosenOneIsNotPassedOver() {
    accepted("x", "other", 1, 0);
    accepted("a", "both", 1, 0);
    accepted("b", "both", 2, 0);
    ran("x", "owl", 0, 4);
    ran("a", "fox", 0, 5);
    ran("b", "fox", 12, 19);

    assertThat(new InTurn(Duration.ZERO).brokenBy(history))
        .singleElement()
        .asString()
        .contains("b (number 2) went to account fox");
  }

  @Test
  void aFullAccountMayBePassedOver() {
    accepted("x", "other", 1, 0);
    accepted("a", "both", 1, 0);
    accepted("b", "both", 2, 0);
    ran("x", "owl", 0, 100);
    ran("a", "fox", 0, 5);
    ran("b", "fox", 6, 9);

    assertThat(new InTurn(Duration.ZERO).brokenBy(history))
        .noneMatch(way -> way.startsWith("both"));
  }

  @Test
  void aFreeSlotBesideAWaitingJobIsSeen() {
    accepted("a", "own", 1, 0);
    ran("a", "fox", 5, 10);

    assertThat(new NeverIdle(Duration.ofSeconds(1)).brokenBy(history))
        .containsExactly(
            "own: a slot was free for 5000 ms while a job waited, from 0.0 s of the run on");
  }

  @Test
  void waitingForASlotIsNotIdle() {
    accepted("a", "own", 1, 0);
    accepted("b", "own", 2, 0);
    ran("a", "fox", 0, 10);
    ran("b", "fox", 10, 20);

    assertThat(new NeverIdle(Duration.ofMillis(1)).brokenBy(history)).isEmpty();
  }

  @Test
  void aRelaxedHeadWaitsWhileThreeAreDrawnAndHoldsUpItsQueue() {
    history.limit("fox", 4, 0);
    relaxed(4);
    accepted("e", "own", 5, 0);
    ran("r1", "fox", 0, 10);
    ran("r2", "fox", 0, 20);
    ran("r3", "fox", 0, 20);
    ran("r4", "fox", 10, 20);
    ran("e", "fox", 10, 20);

    assertThat(new NeverIdle(Duration.ofMillis(1)).brokenBy(history)).isEmpty();
    assertThat(NeverIdle.heldUpByRelaxed(history)).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void aRelaxedHeadThatWaitsBesideTwoIsSeenAndAnotherOneBesideThree() {
    history.limit("fox", 4, 0);
    relaxed(3);
    accepted("e", "own", 4, 0);
    ran("r1", "fox", 0, 20);
    ran("r2", "fox", 0, 20);
    ran("r3", "fox", 5, 20);
    ran("e", "fox", 9, 20);

    assertThat(new NeverIdle(Duration.ofSeconds(1)).brokenBy(history))
        .containsExactly(
            "own: a slot was free for 9000 ms while a job waited, from 0.0 s of the run on");
    assertThat(NeverIdle.heldUpByRelaxed(history)).isZero();
  }

  @Test
  void aRelaxedJobThatKeepsItsSlotIsOneOfThree() {
    history.limit("fox", 4, 0);
    relaxed(4);
    ran("r1", "fox", 0, 20);
    ran("r2", "fox", 0, 20);
    history.held(new Held("r3", "fox", 0, 10 * SECOND));
    ran("r4", "fox", 10, 20);

    assertThat(new NeverIdle(Duration.ofMillis(1)).brokenBy(history)).isEmpty();
  }

  /// Relaxed jobs that wait in one queue, r1 and so on.
  private void relaxed(int count) {
    for (int i = 1; i <= count; i++) {
      accepted("r" + i, "own", i, 0);
      history.asked(
          "r" + i, new Asked("imagine --relax", Result.PICTURE, List.of("a fox --relax")));
    }
  }

  @Test
  void aPressAtTheHeadThatWaitsForItsFullAccountHoldsTheQueueUp() {
    accepted("x", "own", 1, 0);
    history.accepted(new Job("press", "both", 1, 0, true));
    accepted("b", "both", 2, 0);
    ran("x", "fox", 0, 20);
    ran("press", "fox", 20, 30);
    ran("b", "owl", 25, 30);

    assertThat(new NeverIdle(Duration.ofSeconds(1)).brokenBy(history))
        .containsExactly(
            "both: a slot was free for 5000 ms while a job waited, from 20.0 s of the run on");
  }

  @Test
  void theVerdictNamesThePromise() {
    accepted("a", "own", 1, 0);

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> Promise.verify(history, List.of(new NothingLost())))
        .withMessageContaining("P1 nothing lost: broken 1 times");
  }

  private void accepted(String tag, String queue, int order, int second) {
    history.accepted(new Job(tag, queue, order, second * SECOND, false));
  }

  private void ran(String tag, String account, int from, int to) {
    history.sent(new Send(tag, account, from * SECOND));
    history.ended(new End(tag, account, to * SECOND, "DONE"));
    history.told(tag, new Told("DONE", true, ""));
  }
}
