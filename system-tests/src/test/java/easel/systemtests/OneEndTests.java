package easel.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import easel.systemtests.promise.FirstComeFirstServed;
import easel.systemtests.promise.NeverOverTheLimit;
import easel.systemtests.promise.NothingLost;
import easel.systemtests.promise.NothingTwice;
import easel.systemtests.promise.OneEnd;
import easel.systemtests.promise.RightPicture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Whoever wants to end a job, and whatever else happens at that moment: it has one end, the
/// claim's, and its slot is free when Midjourney's is.
@ExtendWith(Impatient.class)
class OneEndTests {
  private static final Duration SLACK = Duration.ofSeconds(2);

  private final Deployment easel;
  private final Simulator simulator;
  private final Random random = new Random(20261124);

  OneEndTests(Deployment easel) {
    this.easel = easel;
    this.simulator = easel.simulator();
  }

  @Test
  void cancelsThatMeetTheSendAndThePicture() {
    // given jobs that take about as long as it takes to cancel them
    simulator.set(Map.of("jobMs", Map.of("min", 100, "max", 900), "waitingMs", 20));
    var studio = new Studio(easel, "PRO");
    studio.link(3);

    // when each is cancelled, at both api instances, at any moment from its acceptance on
    var cancels = new ArrayList<CompletableFuture<Void>>();
    for (int i = 0; i < 40; i++) {
      var tag = studio.imagine();
      studio.history.cancelAsked(tag);
      for (var instance : studio.instances) {
        cancels.add(
            CompletableFuture.runAsync(
                () -> assertThat(instance.cancel(studio.messageId(tag)).status()).isIn(202, 409),
                CompletableFuture.delayedExecutor(random.nextInt(5_000), TimeUnit.MILLISECONDS)));
      }
    }
    CompletableFuture.allOf(cancels.toArray(CompletableFuture<?>[]::new)).join();

    // then each has one end, and it is what Discord saw
    studio.verify(
        new NothingLost(),
        new OneEnd(),
        new NothingTwice(),
        new NeverOverTheLimit(Duration.ZERO),
        new FirstComeFirstServed());
    assertThat(studio.history.told().values())
        .extracting(told -> told.status())
        .contains("DONE", "CANCELLED");
  }

  @Test
  void anUnlinkThatMeetsSends() {
    // given two accounts, each with jobs under way, claimed and waiting
    simulator.set(Map.of("jobMs", Map.of("min", 300, "max", 900), "waitingMs", 20));
    var studio = new Studio(easel, "PRO");
    var leaving = studio.link(2);
    studio.link(2);
    for (int i = 0; i < 20; i++) {
      studio.imagine();
    }

    // when one is unlinked and its jobs are cancelled at once at the other instance
    studio.instances.getFirst().unlink(leaving.id()).expectSuccess();

    // then what was handed over was sent, and the rest ran on the other account
    studio.verify(
        new NothingLost(),
        new OneEnd(),
        new NothingTwice(),
        new NeverOverTheLimit(Duration.ZERO),
        new RightPicture());
    assertThat(studio.history.told().values())
        .extracting(told -> told.status())
        .containsOnly("DONE");
  }

  @Test
  void timeOutsThatMeetThePicture() {
    // given jobs whose pictures come just when patience ends
    var silence = (int) Impatient.SILENCE.toMillis();
    simulator.set(
        Map.of(
            "jobMs", Map.of("min", silence - 600, "max", silence + 600),
            "progressSteps", 0,
            "waitingMs", 20));
    var studio = new Studio(easel, "PRO");
    studio.link(12);
    for (int i = 0; i < 12; i++) {
      studio.imagine();
    }

    // when all have ended, the late pictures too
    studio.awaitEnds();
    await("all pictures")
        .atMost(Duration.ofSeconds(30))
        .until(() -> studio.ledger().stream().filter(entry -> entry.is("JOB_ENDED")).count() == 12);

    // then each keeps the end that it was told
    studio.verify(new OneEnd(), new NothingTwice(), new RightPicture());
    studio
        .history
        .told()
        .forEach(
            (tag, told) -> {
              if (!told.status().equals("DONE")) {
                assertThat(told.why()).as(tag).matches("(TIMEOUT|NO_ANSWER) .*");
              }
            });
  }

  @Test
  void theSlotOfATimedOutJobStaysTakenAlsoAcrossKills() {
    // given an account with one slot, whose job falls silent
    simulator.set(Map.of("jobMs", 300, "waitingMs", 20));
    var studio = new Studio(easel, "PRO");
    studio.link(1);
    var word = Studio.word();
    simulator.hold(Map.of("promptContains", word));
    var silent = studio.imagine(word, "silent " + word);
    var next = studio.imagine();
    assertThat(studio.awaitEnd(silent).reason()).isEqualTo("TIMEOUT");
    var timedOut = Objects.requireNonNull(studio.history.told().get(silent)).firstSeen();

    // when both workers are killed, one after the other
    for (var worker : easel.names("worker")) {
      easel.kill(worker);
      easel.restart(worker);
    }

    // then the next job is sent, but not before the quarantine is over
    assertThat(studio.awaitEnd(next).status()).isEqualTo("DONE");
    studio.verify(new OneEnd(), new NothingTwice(), new FirstComeFirstServed());
    var sent =
        studio.history.sends().stream()
            .filter(send -> send.tag().equals(next))
            .findFirst()
            .orElseThrow();
    assertThat(Duration.ofNanos(sent.at() - timedOut))
        .isGreaterThan(Impatient.QUARANTINE.minus(SLACK));
  }
}
