package easel.dispatcher.dispatch;

import static easel.dispatcher.dispatch.Fixture.account;
import static easel.dispatcher.dispatch.Fixture.user;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import easel.common.directory.QueueEntry;
import easel.common.id.QueueId;
import easel.common.message.FailReason;
import easel.common.message.JobEnd;
import easel.common.message.LaneJob;
import org.junit.jupiter.api.Test;

/// What becomes of heads, decision by decision.
class HeadsTests {
  private static final QueueId QUEUE = QueueId.ofCustomer(17);
  private static final QueueId OTHER_QUEUE = QueueId.ofCustomer(18);
  private static final QueueId OF_ACCOUNT_1 = QueueId.ofAccount(account(1));
  private static final QueueId OF_ACCOUNT_2 = QueueId.ofAccount(account(2));
  private static final int UNLIMITED = QueueEntry.UNLIMITED;

  private final Fixture given = new Fixture();

  @Test
  void aHeadIsHandedOverWhileThereIsRoom() {
    given.account(1, 1).queue(QUEUE, 2);
    var first = given.job(QUEUE);
    var second = given.job(QUEUE);

    given.arrives(first);
    assertThat(given.handedOver()).containsExactly(first);

    given.arrives(second);
    assertThat(given.decisions()).isEmpty();
    assertThat(given.heads.held()).containsExactly(new WaitsFor.AnyAccount(Fixture.POOL));
  }

  @Test
  void aFreedPlaceLetsTheHeldHeadGoAtOnce() {
    given.account(1, 1).queue(QUEUE, 2);
    var first = handOver(QUEUE);
    var second = given.job(QUEUE);
    given.arrives(second);
    assertThat(given.decisions()).isEmpty();

    given.ends(first, account(1));

    assertThat(given.handedOver()).containsExactly(second);
  }

  @Test
  void aQueueNeverRunsMoreThanItsLimit() {
    given.account(1, 12).queue(QUEUE, 2);
    var first = handOver(QUEUE);
    handOver(QUEUE);
    var third = given.job(QUEUE);

    given.arrives(third);
    assertThat(given.decisions()).isEmpty();

    given.ends(first, account(1));
    assertThat(given.handedOver()).containsExactly(third);
  }

  @Test
  void aFreedPlaceGoesToTheOldestHeadOfAllQueues() {
    given.account(1, 1).queue(QUEUE, 2).queue(OTHER_QUEUE, 2);
    var running = handOver(QUEUE);
    var older = given.job(OTHER_QUEUE);
    var younger = given.job(QUEUE);
    given.arrives(younger);
    given.arrives(older);
    assertThat(given.decisions()).isEmpty();

    given.ends(running, account(1));

    assertThat(given.handedOver()).containsExactly(older);
  }

  @Test
  void aHeadThatWaitedForItsQueueIsOlderThanOneThatWaitedForTheAccount() {
    given.account(1, 2).queue(QUEUE, 1).queue(OTHER_QUEUE, 2);
    var running = handOver(QUEUE);
    handOver(OTHER_QUEUE);
    var older = given.job(QUEUE);
    var younger = given.job(OTHER_QUEUE);
    given.arrives(older);
    given.arrives(younger);
    assertThat(given.decisions()).isEmpty();

    given.ends(running, account(1));

    assertThat(given.handedOver()).containsExactly(older);
  }

  @Test
  void aNewcomerDoesNotOvertakeAHeldHead() {
    given.account(1, 1).queue(QUEUE, 2).queue(OTHER_QUEUE, 2);
    var running = handOver(QUEUE);
    var older = given.job(QUEUE);
    given.arrives(older);
    assertThat(given.decisions()).isEmpty();

    // the place is free, but nobody said so yet
    given.endsUnheard(running, account(1));
    given.arrives(given.job(OTHER_QUEUE));
    assertThat(given.decisions()).isEmpty();

    given.heads.lookAgain();
    assertThat(given.handedOver()).containsExactly(older);
  }

  @Test
  void aFreedPlaceCostsTheSameHoweverManyHeadsWait() {
    given.account(1, 1).queue(QUEUE, 2);
    var running = handOver(QUEUE);
    for (int i = 100; i < 200; i++) {
      var queue = QueueId.ofCustomer(i);
      given.queue(queue, 2);
      given.arrives(given.job(queue));
    }
    assertThat(given.decisions()).isEmpty();
    given.places.takes();

    given.ends(running, account(1));

    assertThat(given.handedOver()).hasSize(1);
    assertThat(given.places.takes()).isEqualTo(4); // queue and account: one found room, one not
  }

  @Test
  void newJobsGoToTheAccountsInTurn() {
    given.account(1, 12).account(2, 12).account(3, 12).queue(QUEUE, UNLIMITED);
    for (int i = 0; i < 6; i++) {
      given.arrives(given.job(QUEUE));
      assertThat(given.handedOverTo()).containsExactly(account(1 + i % 3));
    }
  }

  @Test
  void aFullAccountIsPassedOverAndKeepsItsTurn() {
    given.account(1, 1).account(2, 12).queue(QUEUE, UNLIMITED);
    var first = given.job(QUEUE);
    given.arrives(first);
    assertThat(given.handedOverTo()).containsExactly(account(1));
    for (int i = 0; i < 3; i++) {
      given.arrives(given.job(QUEUE));
      assertThat(given.handedOverTo()).containsExactly(account(2));
    }

    given.ends(first, account(1));
    given.arrives(given.job(QUEUE));

    assertThat(given.handedOverTo()).containsExactly(account(1));
  }

  @Test
  void theTurnOutlivesTheDispatcher() {
    given.account(1, 12).account(2, 12).queue(QUEUE, UNLIMITED);
    given.arrives(given.job(QUEUE));
    assertThat(given.handedOverTo()).containsExactly(account(1));

    given.takeOver();
    given.arrives(given.job(QUEUE));

    assertThat(given.handedOverTo()).containsExactly(account(2));
  }

  @Test
  void aPinnedJobGoesToItsAccountAndMovesNoTurn() {
    given.account(1, 12).account(2, 12).queue(QUEUE, UNLIMITED);
    given.arrives(given.job(QUEUE));
    assertThat(given.handedOverTo()).containsExactly(account(1));

    given.arrives(given.job(QUEUE, account(2)));
    assertThat(given.handedOverTo()).containsExactly(account(2));

    given.arrives(given.job(QUEUE));
    assertThat(given.handedOverTo()).containsExactly(account(2));
  }

  @Test
  void aPinnedJobWaitsForItsFullAccountThoughAnotherIsFree() {
    given.account(1, 1).account(2, 12).queue(QUEUE, UNLIMITED);
    var running = given.job(QUEUE, account(1));
    given.arrives(running);
    assertThat(given.handedOver()).containsExactly(running);
    var pinned = given.job(QUEUE, account(1));
    given.arrives(pinned);
    assertThat(given.decisions()).isEmpty();

    given.ends(running, account(1));

    assertThat(given.handedOver()).containsExactly(pinned);
  }

  @Test
  void theLaneOfAnAccountIsServedByThatAccount() {
    given.account(1, 1).account(2, 12).queue(OF_ACCOUNT_1, UNLIMITED, account(1), false);
    given.arrives(given.job(OF_ACCOUNT_1));
    assertThat(given.handedOverTo()).containsExactly(account(1));

    given.arrives(given.job(OF_ACCOUNT_1));

    assertThat(given.decisions()).isEmpty();
    assertThat(given.heads.held()).containsExactly(new WaitsFor.OneAccount(user(account(1))));
  }

  @Test
  void theLaneOfAnUnlinkedAccountIsServedByThePoolInTurn() {
    given
        .account(1, 12)
        .account(2, 12)
        .account(3, 12)
        .queue(OF_ACCOUNT_1, UNLIMITED, account(1), false);
    given.account(1, 12, false, false);

    for (long account : new long[] {2, 3, 2}) {
      given.arrives(given.job(OF_ACCOUNT_1));
      assertThat(given.handedOverTo()).containsExactly(account(account));
    }
  }

  @Test
  void aHeldHeadFollowsItsLaneToThePool() {
    given
        .account(1, 12, false, true)
        .account(2, 12)
        .queue(OF_ACCOUNT_1, UNLIMITED, account(1), false);
    given.arrives(given.job(OF_ACCOUNT_1));
    assertThat(given.decisions()).isEmpty();

    // its account is unusable for so long that the others serve its lane
    given.queue(OF_ACCOUNT_1, UNLIMITED, null, false);
    given.heads.lookAgain();

    assertThat(given.handedOverTo()).containsExactly(account(2));
  }

  @Test
  void aJobPinnedToAnUnlinkedAccountIsToEnd() {
    given.account(1, 12, false, false).account(2, 12).queue(QUEUE, 2);
    var pinned = given.job(QUEUE, account(1));
    given.arrives(pinned);

    assertThat(given.decisions())
        .singleElement()
        .satisfies(action -> isUnavailable(action, pinned));
  }

  @Test
  void aJobWhoseAccountTheDirectoryDoesNotKnowWaitsHoweverLong() {
    given.account(2, 12).queue(QUEUE, 2);
    var pinned = given.job(QUEUE, account(1));
    given.arrives(pinned);
    for (int second = 0; second < 60; second++) {
      given.pass(ofSeconds(1));
      given.heads.lookAgain();
      assertThat(given.decisions()).isEmpty();
    }

    given.account(1, 12);
    given.heads.lookAgain();

    assertThat(given.handedOver()).containsExactly(pinned);
  }

  @Test
  void allJobsEndWhereNoAccountIsLeftButNotAtFirstSight() {
    given.account(1, 12, false, false).queue(OF_ACCOUNT_1, UNLIMITED, account(1), false);
    var first = given.job(OF_ACCOUNT_1);
    given.arrives(first);
    assertThat(given.decisions()).isEmpty();

    // when it still is so after a while
    for (int second = 0; second < 4; second++) {
      given.pass(ofSeconds(1));
      given.heads.lookAgain();
      assertThat(given.decisions()).isEmpty();
    }
    given.pass(ofSeconds(1));
    given.heads.lookAgain();
    assertThat(given.decisions()).singleElement().satisfies(action -> isUnavailable(action, first));

    // then those behind it need not wait as long
    var second = given.job(OF_ACCOUNT_1);
    given.arrives(second);
    assertThat(given.decisions())
        .singleElement()
        .satisfies(action -> isUnavailable(action, second));
  }

  @Test
  void anAccountThatTheDirectoryDoesNotKnowYetIsWaitedFor() {
    given.account(2, 12).queue(QUEUE, 2);
    var pinned = given.job(QUEUE, account(1));
    given.arrives(pinned);
    assertThat(given.decisions()).isEmpty();

    given.account(1, 12);
    given.heads.lookAgain();

    assertThat(given.handedOver()).containsExactly(pinned);
  }

  @Test
  void aPoolOfUnusableAccountsHoldsItsHeads() {
    given.account(1, 12, false, true).queue(QUEUE, 2);
    var head = given.job(QUEUE);
    given.arrives(head);
    given.pass(ofMinutes(5));
    given.heads.lookAgain();
    assertThat(given.decisions()).isEmpty();

    given.account(1, 12);
    given.heads.lookAgain();

    assertThat(given.handedOver()).containsExactly(head);
  }

  @Test
  void nothingIsDecidedByAnIncompleteDirectory() {
    given.account(1, 12, false, false).queue(QUEUE, 2);
    given.directoryIsComplete(false);
    given.arrives(given.job(QUEUE, account(1)));

    assertThat(given.decisions()).isEmpty();
    assertThat(given.heads.held()).containsExactly(new WaitsFor.TheDirectory());
  }

  @Test
  void aRedeliveredHeadTakesNoSecondPlace() {
    given.account(1, 12).account(2, 12).queue(QUEUE, UNLIMITED);
    var head = given.job(QUEUE);
    given.arrives(head);
    assertThat(given.handedOverTo()).containsExactly(account(1));

    given.takeOver();
    given.arrivesAgain(head);

    assertThat(given.handedOverTo()).containsExactly(account(1));
    assertThat(given.places.holdersOfAccount(user(account(2)))).isEmpty();
  }

  @Test
  void aRedeliveredHeadFindsItsPlaceOnAFullAccount() {
    given.account(1, 1).queue(QUEUE, UNLIMITED).queue(OTHER_QUEUE, UNLIMITED);
    var head = given.job(QUEUE);
    given.arrives(head);
    assertThat(given.handedOver()).containsExactly(head);
    given.takeOver();
    given.arrives(given.job(OTHER_QUEUE));
    assertThat(given.decisions()).isEmpty();

    given.arrivesAgain(head);

    assertThat(given.handedOver()).containsExactly(head);
  }

  @Test
  void aRedeliveredHeadWhoseAccountTakesNoJobsGoesElsewhereAndLeavesNoPlaceBehind() {
    given.account(1, 12).account(2, 12).queue(QUEUE, UNLIMITED);
    var head = given.job(QUEUE);
    given.arrives(head);
    assertThat(given.handedOverTo()).containsExactly(account(1));
    given.account(1, 12, false, true);

    given.takeOver();
    given.arrivesAgain(head);

    assertThat(given.handedOverTo()).containsExactly(account(2));
    assertThat(given.places.holdersOfAccount(user(account(1)))).isEmpty();
  }

  @Test
  void aTakeWhoseAnswerWasLostIsFoundAgain() {
    given.account(1, 12).account(2, 12).queue(QUEUE, UNLIMITED);
    var head = given.job(QUEUE);
    given.places.loseAnswers(1);
    given.arrives(head);
    assertThat(given.decisions()).isEmpty();

    given.heads.lookAgain();

    assertThat(given.handedOver()).containsExactly(head);
    assertThat(given.places.holdersOfQueue(QUEUE)).containsExactly(head.job());
  }

  @Test
  void withoutRedisOneHeadAsksForAll() {
    given.account(1, 12);
    for (int i = 100; i < 120; i++) {
      given.queue(QueueId.ofCustomer(i), 2);
      given.arrives(given.job(QueueId.ofCustomer(i)));
    }
    given.places.loseAnswers(1);

    assertThat(given.decisions()).isEmpty();
    assertThat(given.places.takes()).isEqualTo(1);

    given.heads.lookAgain();
    assertThat(given.handedOver()).hasSize(12);
  }

  @Test
  void aPausedQueueIsHeldAndTheOthersGoOn() {
    given.account(1, 12).queue(QUEUE, 2, null, true).queue(OTHER_QUEUE, 2);
    var paused = given.job(QUEUE);
    var other = given.job(OTHER_QUEUE);
    given.arrives(paused);
    given.arrives(other);
    assertThat(given.handedOver()).containsExactly(other);

    given.queue(QUEUE, 2, null, false);
    given.heads.lookAgain();

    assertThat(given.handedOver()).containsExactly(paused);
  }

  @Test
  void aPausedQueueIsHeldThoughRedisFellBehindAndSaysThatItIsOpen() {
    given.account(1, 12).queue(QUEUE, 2, null, true);
    given.places.gate("queue " + QUEUE, 2, true);
    var paused = given.job(QUEUE);
    given.arrives(paused);
    assertThat(given.decisions()).isEmpty();

    given.heads.lookAgain();
    assertThat(given.decisions()).isEmpty();

    given.queue(QUEUE, 2, null, false);
    given.heads.lookAgain();
    assertThat(given.handedOver()).containsExactly(paused);
  }

  @Test
  void aQueuePausedWhileItsHeadWaitsForAnAccountStaysPaused() {
    given.account(1, 1).queue(QUEUE, 2);
    var running = handOver(QUEUE);
    given.arrives(given.job(QUEUE));
    assertThat(given.decisions()).isEmpty();

    given.queue(QUEUE, 2, null, true);
    given.ends(running, account(1));

    assertThat(given.decisions()).isEmpty();
  }

  @Test
  void aQueueResumedWhileItsAccountIsFullHearsOfThatAccountsPlaces() {
    given.account(1, 1).queue(QUEUE, 2, null, true).queue(OTHER_QUEUE, 2);
    var running = handOver(OTHER_QUEUE);
    var head = given.job(QUEUE);
    given.arrives(head);
    assertThat(given.decisions()).isEmpty();

    given.queue(QUEUE, 2, null, false);
    given.heads.lookAgain();
    assertThat(given.decisions()).isEmpty();
    given.ends(running, account(1));

    assertThat(given.handedOver()).containsExactly(head);
  }

  @Test
  void aLoweredLimitHoldsForWhatIsHandedOverAfterIt() {
    given.account(1, 3).queue(QUEUE, UNLIMITED);
    var first = handOver(QUEUE);
    var second = handOver(QUEUE);
    handOver(QUEUE);
    given.account(1, 2);
    var head = given.job(QUEUE);
    given.arrives(head);

    given.ends(first, account(1));
    assertThat(given.decisions()).isEmpty();

    given.ends(second, account(1));
    assertThat(given.handedOver()).containsExactly(head);
  }

  @Test
  void aRaisedLimitIsUsedWithoutAnyPlaceBeingFreed() {
    given.account(1, 1).queue(QUEUE, UNLIMITED);
    handOver(QUEUE);
    var head = given.job(QUEUE);
    given.arrives(head);
    assertThat(given.decisions()).isEmpty();

    given.account(1, 2);
    given.heads.lookAgain();

    assertThat(given.handedOver()).containsExactly(head);
  }

  @Test
  void anEndedJobIsDroppedWithoutAnAccountsPlace() {
    given.account(1, 1).queue(QUEUE, 2);
    var running = handOver(QUEUE);
    var ended = given.job(QUEUE);
    given.arrives(ended);
    assertThat(given.decisions()).isEmpty();

    given.places.noteEnded(ended.job());
    given.heads.lookAgain();

    assertThat(given.decisions()).containsExactly(new Decision.Drop(ended));
    assertThat(given.places.holdersOfAccount(user(account(1)))).containsExactly(running.job());
  }

  @Test
  void anUnconfirmedHandOverIsRepeatedToTheSameAccount() {
    given.account(1, 12).account(2, 12).queue(QUEUE, UNLIMITED);
    var head = given.job(QUEUE);
    given.arrives(head);
    assertThat(given.heads.next()).isPresent();

    given.heads.failed(QUEUE);
    assertThat(given.decisions()).isEmpty();
    given.heads.lookAgain();

    assertThat(given.handedOverTo()).containsExactly(account(1));
  }

  @Test
  void aHeadThatIsBeingHandedOverIsNotDecidedAgain() {
    given.account(1, 12).queue(QUEUE, UNLIMITED);
    given.arrives(given.job(QUEUE));
    assertThat(given.heads.next()).isPresent();

    given.heads.lookAgain();

    assertThat(given.heads.next()).isEmpty();
  }

  @Test
  void aHeadHeldForLongIsReturnedAndKeepsItsQueuesPlace() {
    given.account(1, 1).queue(QUEUE, 2);
    handOver(QUEUE);
    var head = given.job(QUEUE);
    given.arrives(head);
    assertThat(given.decisions()).isEmpty();

    given.pass(Heads.LONGEST_HOLD.plusSeconds(1));
    given.heads.lookAgain();

    assertThat(given.decisions()).containsExactly(new Decision.Return(head));
    assertThat(given.places.holdersOfQueue(QUEUE)).contains(head.job());
  }

  @Test
  void anEmptiedRedisHoldsEverythingUntilItIsBuiltAgain() {
    given.account(1, 1).queue(QUEUE, 2);
    given.places.empty();
    var head = given.job(QUEUE);
    given.arrives(head);
    assertThat(given.decisions()).isEmpty();

    given.account(1, 1).queue(QUEUE, 2);
    given.heads.lookAgain();

    assertThat(given.handedOver()).containsExactly(head);
  }

  @Test
  void aHeadWhoseHandlingFailsAgainAndAgainIsRejectedAndTheOthersGoOn() {
    given.account(1, 12).queue(QUEUE, 2).queue(OTHER_QUEUE, 2);
    given.turns.breakAt(QUEUE);
    var broken = given.job(QUEUE);
    given.arrives(broken);
    handOver(OTHER_QUEUE);

    for (int look = 1; look < Heads.MOST_FAILURES - 1; look++) {
      given.heads.lookAgain();
      assertThat(given.decisions()).isEmpty();
    }
    given.heads.lookAgain();

    assertThat(given.decisions()).singleElement().isInstanceOf(Decision.Reject.class);
  }

  @Test
  void anUnreachableRedisIsNobodysFailure() {
    given.account(1, 12).queue(QUEUE, 2);
    var head = given.job(QUEUE);
    given.arrives(head);
    for (int look = 0; look < 2 * Heads.MOST_FAILURES; look++) {
      given.places.loseAnswers(1);
      assertThat(given.decisions()).isEmpty();
      given.heads.lookAgain();
    }

    given.places.loseAnswers(0);
    assertThat(given.handedOver()).containsExactly(head);
  }

  @Test
  void twoAccountsOfOneCustomerWaitEachForItsOwn() {
    given
        .account(1, 1)
        .account(2, 1)
        .queue(OF_ACCOUNT_1, UNLIMITED, account(1), false)
        .queue(OF_ACCOUNT_2, UNLIMITED, account(2), false);
    handOver(OF_ACCOUNT_1);
    var second = handOver(OF_ACCOUNT_2);
    var olderOfFirst = given.job(OF_ACCOUNT_1);
    var youngerOfSecond = given.job(OF_ACCOUNT_2);
    given.arrives(olderOfFirst);
    given.arrives(youngerOfSecond);
    assertThat(given.decisions()).isEmpty();

    given.ends(second, account(2));

    assertThat(given.handedOver()).containsExactly(youngerOfSecond);
  }

  private LaneJob handOver(QueueId queue) {
    var job = given.job(queue);
    given.arrives(job);
    assertThat(given.handedOver()).containsExactly(job);
    return job;
  }

  private static void isUnavailable(Decision.Action action, LaneJob job) {
    assertThat(action).isInstanceOf(Decision.AskForEnd.class);
    var ask = (Decision.AskForEnd) action;
    assertThat(ask.job()).isEqualTo(job);
    assertThat(ask.end()).isInstanceOf(JobEnd.Failed.class);
    var failed = (JobEnd.Failed) ask.end();
    assertThat(failed.reason()).isEqualTo(FailReason.ACCOUNT_UNAVAILABLE);
    assertThat(failed.sent()).isFalse();
  }
}
