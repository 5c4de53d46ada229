package easel.systemtests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import easel.systemtests.promise.History;
import easel.systemtests.promise.History.Queue;
import easel.systemtests.promise.History.Turn;
import easel.systemtests.promise.InTurnAtAcceptance;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What Easel tells of its accounts decides which jobs are looked at for their turn.
class ReadinessTests {
  private final History history = new History();
  private final Readiness readiness = new Readiness(history);
  private int jobs;

  ReadinessTests() {
    history.queue(new Queue("q-a", "ann", Set.of("a"), 3, Turn.AT_ACCEPTANCE));
    history.queue(new Queue("q-b", "ann", Set.of("b"), 3, Turn.AT_ACCEPTANCE));
  }

  @Test
  void anAccountThatWasPassedOverWhileItWasReadyIsABreak() {
    told(0, true);
    threeJobsOfOneAccountAt(1);
    told(2, true);
    assertThat(new InTurnAtAcceptance().brokenBy(history)).isNotEmpty();
  }

  @Test
  void oneThatWasNotReadyBetweenTwoLooksIsNone() {
    told(0, true);
    threeJobsOfOneAccountAt(1);
    told(2, false);
    told(3, true);
    assertThat(new InTurnAtAcceptance().brokenBy(history)).isEmpty();
  }

  @Test
  void oneThatWasNotReadyAndIsAgainBeforeTheNextLookIsNone() {
    told(0, Optional.of("10:00"));
    threeJobsOfOneAccountAt(1);
    told(2, Optional.of("10:01"));
    assertThat(new InTurnAtAcceptance().brokenBy(history)).isEmpty();
  }

  @Test
  void afterItIsReadyAgainItsTurnIsLookedAt() {
    told(0, false);
    told(1, true);
    threeJobsOfOneAccountAt(2);
    told(3, true);
    assertThat(new InTurnAtAcceptance().brokenBy(history)).isNotEmpty();
  }

  @Test
  void whatWasNotToldForLongIsNotKnown() {
    told(0, true);
    threeJobsOfOneAccountAt(3);
    told(6, true);
    assertThat(new InTurnAtAcceptance().brokenBy(history)).isEmpty();
  }

  @Test
  void norIsItWhereNothingIsToldAnyMore() {
    told(0, true);
    threeJobsOfOneAccountAt(3);
    readiness.end(seconds(6));
    assertThat(new InTurnAtAcceptance().brokenBy(history)).isEmpty();
  }

  private void told(int second, boolean ready) {
    told(second, ready ? Optional.of("10:00") : Optional.empty());
  }

  private void told(int second, Optional<String> readySince) {
    readiness.told(
        Map.of("a", Optional.of("9:00"), "b", readySince), seconds(second), seconds(second));
  }

  private void threeJobsOfOneAccountAt(int second) {
    for (int i = 0; i < 3; i++) {
      var order = ++jobs;
      history.accepted(
          new History.Job("job" + order, "q-a", order, seconds(second) + order, false));
    }
  }

  private static long seconds(int second) {
    return TimeUnit.SECONDS.toNanos(second);
  }
}
