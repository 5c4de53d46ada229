package easel.systemtests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import easel.systemtests.chaos.Campaign.Outcome;
import easel.systemtests.promise.History;
import easel.systemtests.promise.History.End;
import easel.systemtests.promise.History.Job;
import easel.systemtests.promise.History.Queue;
import easel.systemtests.promise.History.Send;
import easel.systemtests.promise.History.Told;
import easel.systemtests.promise.History.Turn;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VerdictTests {
  private final History history = new History();
  private final FaultLog log = new FaultLog();
  private final long zero = System.nanoTime();

  @BeforeEach
  void oneJobThatWentWell() {
    history.limit("fox", 1, Long.MIN_VALUE);
    history.queue(new Queue("own", "pro", Set.of("fox"), 99, Turn.AT_ACCEPTANCE));
    accepted("tag00001");
    history.sent(new Send("tag00001", "fox", zero));
    history.ended(new End("tag00001", "fox", zero + 1, "DONE", "/1.png"));
    history.told("tag00001", new Told("DONE", true, "", "/1.png", zero + 2));
  }

  @Test
  void aRunWithoutABreakIsKept() {
    assertThat(verdict().isKept()).isTrue();
    assertThat(report())
        .contains("| seed | 7 |", "| lost | 0 |", "| wrong picture | 0 |")
        .noneMatch(line -> line.contains("breaks"));
  }

  @Test
  void aBreakIsCountedAndShownWithWhatIsKnownOfIt() {
    accepted("tag00002");
    log.note("kill -9 worker-1, down for 2.0 s");

    assertThat(verdict().isKept()).isFalse();
    assertThat(report())
        .contains("| lost | 1 |", "- tag00002 was accepted and has no end")
        .anyMatch(line -> line.endsWith("tag00002 accepted, number 1 of own"))
        .anyMatch(line -> line.endsWith("! kill -9 worker-1, down for 2.0 s"));
  }

  @Test
  void aJobThatNobodyTookAndAnAnswerThatMayNotBeAreBreaks() {
    log.neverAccepted("tag00003");

    assertThat(verdict().isKept()).isFalse();
    assertThat(report()).contains("| never accepted | 1 |");
  }

  @Test
  void aCampaignThatCouldNotDoWhatItWasToDoProvesNothing() {
    log.trouble("redis did not come back");

    assertThat(verdict().isKept()).isFalse();
    assertThat(report()).contains("The campaign itself failed: redis did not come back");
  }

  private void accepted(String tag) {
    history.accepted(new Job(tag, "own", history.jobs().size(), zero, false));
  }

  private Verdict verdict() {
    return Verdict.of(outcome());
  }

  private List<String> report() {
    return new Report(outcome(), verdict()).lines();
  }

  private Outcome outcome() {
    return new Outcome(
        new Options(Duration.ofMinutes(2), 7, 3.0, false),
        WrongClocks.of(7, Optional.empty()),
        zero,
        history,
        log,
        List.of(),
        Map.of(),
        List.of());
  }
}
