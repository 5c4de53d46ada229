package easel.systemtests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import easel.systemtests.chaos.Campaign.Outcome;
import easel.systemtests.promise.Asked;
import easel.systemtests.promise.Asked.Result;
import easel.systemtests.promise.Fetched;
import easel.systemtests.promise.Got;
import easel.systemtests.promise.History;
import easel.systemtests.promise.History.End;
import easel.systemtests.promise.History.Job;
import easel.systemtests.promise.History.Queue;
import easel.systemtests.promise.History.Send;
import easel.systemtests.promise.History.Told;
import easel.systemtests.promise.History.Turn;
import easel.systemtests.promise.MachineTime;
import easel.systemtests.promise.Notice;
import easel.systemtests.promise.SeedAsked;
import easel.systemtests.promise.SeedTold;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VerdictTests {
  private static final String HERE = "http://127.0.0.1:1/customer-1/";

  private final History history = new History();
  private final FaultLog log = new FaultLog();
  private final long zero = System.nanoTime();
  private boolean operations;

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
    assertThat(verdict().broken()).isEmpty();
    assertThat(report())
        .contains("| seed | 7 |", "| lost | 0 |", "| wrong picture | 0 |")
        .noneMatch(line -> line.contains("breaks"));
  }

  @Test
  void aBreakIsCountedAndShownWithWhatIsKnownOfIt() {
    accepted("tag00002");
    log.note("kill -9 worker-1, down for 2.0 s");

    assertThat(verdict().broken())
        .singleElement()
        .isEqualTo("lost 1: tag00002 was accepted and has no end");
    assertThat(report())
        .contains("| lost | 1 |", "- tag00002 was accepted and has no end")
        .anyMatch(line -> line.endsWith("tag00002 accepted, number 1 of own"))
        .anyMatch(line -> line.endsWith("! kill -9 worker-1, down for 2.0 s"));
  }

  @Test
  void aJobThatNobodyTookAndAnAnswerThatMayNotBeAreBreaks() {
    log.neverAccepted("tag00003");

    assertThat(verdict().broken()).isNotEmpty();
    assertThat(report()).contains("| never accepted | 1 |");
  }

  @Test
  void aCampaignThatCouldNotDoWhatItWasToDoProvesNothing() {
    log.trouble("redis did not come back");

    assertThat(verdict().broken()).isNotEmpty();
    assertThat(report()).contains("The campaign itself failed: redis did not come back");
  }

  @Test
  void whereOperationsAreNotMixedNothingIsSaidOfThem() {
    assertThat(report())
        .noneMatch(line -> line.contains("webhooks") || line.contains("operations"));
  }

  @Test
  void whereTheyAreMixedTheReportShowsThatAllWereMet() {
    operations = true;
    history.asked("tag00001", new Asked("imagine", Result.PICTURE, List.of("a fox --relax")));
    accepted("tag00002");
    history.asked("tag00002", new Asked("shorten", Result.TEXTS, List.of("a fox")));
    history.asked("tag00003", new Asked("never accepted", Result.TEXTS, List.of("a fox")));
    history.webhook("tag00001", HERE);
    history.notified(new Notice(HERE, "1", "tag00001", "DONE", 100, true, zero));
    history.notified(new Notice(HERE, "1", "tag00001", "DONE", 100, true, zero));
    history.fetched(new Fetched("tag00001", 200, "cafe", false, zero));
    history.fetched(new Fetched("tag00001", 200, "cafe", true, zero));
    history.seedAsked(new SeedAsked("tag00001", "1", 42));
    history.seedAsked(new SeedAsked("tag00002", "2", 42));
    history.seedTold(new SeedTold("tag00001", "1", "", zero));
    history.seedTold(new SeedTold("tag00001", "1", "", zero));
    history.seedTold(new SeedTold("tag00002", "", "code 4", zero));

    assertThat(report())
        .contains(
            "| operations, and how many of them DONE | imagine 1 (1), shorten 1 (0) |",
            "| relaxed | 1 jobs, at most 1 of an account at once, which alone held up others for 0.00 s |",
            "| webhooks | 1 jobs to be told of, 2 attempts, of 1 deliveries |",
            "| pictures fetched | 2 times, 1 of them when Discord gave nothing any more |",
            "| seeds | 2 asked for, 1 told |");
  }

  @Test
  void eachBreakOfThemHasItsRow() {
    operations = true;
    history.asked("tag00001", new Asked("imagine", Result.PICTURE, List.of("a fox")));
    history.got(new Got("tag00001", List.of("an owl")));
    history.drawn("/1.png", "cafe");
    history.fetched(new Fetched("tag00001", 200, "beef", false, zero));
    history.fetched(new Fetched("tag00001", 404, "", true, zero));
    accepted("tag00002");
    history.webhook("tag00002", HERE);
    history.notified(new Notice(HERE, "1", "", "", 0, false, zero));
    history.notified(new Notice(HERE, "2", "tag00001", "DONE", 100, true, zero));
    history.notified(new Notice(HERE, "3", "tag00001", "PROCESSING", 31, true, zero));
    history.asked("tag00004", new Asked("shorten", Result.TEXTS, List.of()));
    history.told("tag00004", new Told("DONE", true, "", "", "1️⃣ a fox", zero));

    history.seedAsked(new SeedAsked("tag00001", "1", 42));
    for (var tag : List.of("tag00005", "tag00006", "tag00007", "tag00008")) {
      history.asked(tag, new Asked("imagine --relax", Result.PICTURE, List.of("a fox --relax")));
      history.sent(new Send(tag, "fox", zero));
    }

    assertThat(verdict().broken()).isNotEmpty();
    assertThat(report())
        .contains(
            "| more than three relaxed | 1 |",
            "| wrong text | 1 |",
            "| given wrongly | 1 |",
            "| wrong bytes | 1 |",
            "| pictures lost | 1 |",
            "| seeds wrong or missing | 1 |",
            "| webhooks lost | 1 |",
            "| webhooks not believed | 1 |",
            "| webhooks out of order | 1 |",
            "| webhooks astray | 1 |");
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
        new Options(Duration.ofMinutes(2), 7, 3.0, false, operations),
        WrongClocks.of(7, Optional.empty()),
        zero,
        history,
        log,
        List.of(),
        Map.of(),
        List.of(),
        MachineTime.WALL);
  }
}
