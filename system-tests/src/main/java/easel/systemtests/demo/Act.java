package easel.systemtests.demo;

import easel.systemtests.EaselClient.Job;
import easel.systemtests.Simulator;
import easel.systemtests.demo.Stage.Player;
import easel.systemtests.demo.Story.Accepted;
import easel.systemtests.demo.Story.Kind;
import easel.systemtests.demo.Story.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Eight jobs on a stage: submits them, shows what happens, and tells it in the end.
final class Act {
  private static final int JOBS = 8;
  // A customer may submit once per 3 s: the first jobs last until all the others wait behind them.
  private static final Duration FIRST_JOBS = Duration.ofSeconds(25);
  private static final Duration LATER_JOBS = Duration.ofSeconds(7);
  private static final Duration FRAME = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofMinutes(3);
  private static final int POLL_EVERY_FRAMES = 6;

  private final Stage stage;
  private final Simulator simulator;
  private final Screen screen;
  private final String tag = "demo" + Long.toString(System.nanoTime(), 36) + "n";
  private final Map<Integer, Accepted> accepted = new ConcurrentHashMap<>();
  private final Map<Integer, String> messageIds = new ConcurrentHashMap<>();
  private final Map<Integer, Job> jobs = new HashMap<>();
  private final Map<Integer, Step> sent = new HashMap<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<Step> steps = new ArrayList<>();
  private long began;
  private long seen;

  Act(Stage stage, Simulator simulator, Screen screen) {
    this.stage = stage;
    this.simulator = simulator;
    this.screen = screen;
  }

  Story play() {
    seen = lastOfLedger();
    letJobsLast(FIRST_JOBS);
    began = System.nanoTime();
    var failure = new ArrayList<RuntimeException>(1);
    var submitting =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    IntStream.rangeClosed(1, JOBS).forEach(this::submit);
                  } catch (RuntimeException failed) {
                    failure.add(failed);
                  }
                });
    for (var frame = 0; !isOver(); frame++) {
      if (!submitting.isAlive() && !failure.isEmpty()) {
        throw failure.getFirst();
      }
      if (System.nanoTime() - began > LONGEST.toNanos()) {
        screen.say("  Not all jobs ended within %d s.".formatted(LONGEST.toSeconds()));
        break;
      }
      readLedger();
      if (frame % POLL_EVERY_FRAMES == 0) {
        askForJobs();
      }
      screen.draw(picture());
      Stage.pause(FRAME);
    }
    screen.draw(List.of());
    return story();
  }

  private void submit(int number) {
    var prompt = "a tin robot waters a fern " + tag + number;
    var answer =
        Stage.patiently(() -> stage.customer().tryImagine(Map.of("prompt", prompt))).expect(200);
    messageIds.put(number, answer.required("messageId").asString());
    accepted.put(number, new Accepted(number, System.nanoTime()));
  }

  private boolean isOver() {
    return messageIds.size() == JOBS
        && messageIds.keySet().stream()
            .allMatch(number -> jobs.containsKey(number) && jobs.get(number).hasEnded())
        && steps.size() >= 2 * JOBS;
  }

  /// Of the jobs that start from now on.
  private void letJobsLast(Duration span) {
    for (var player : stage.players()) {
      simulator.set(player.discord(), Map.of("jobMs", span.toMillis()));
    }
  }

  private void askForJobs() {
    messageIds.forEach(
        (number, messageId) -> {
          var job = jobs.get(number);
          if (job == null || !job.hasEnded()) {
            var path = "/midjourney/message/" + messageId;
            jobs.put(number, Job.of(Stage.patiently(() -> stage.customer().get(path)).expect(200)));
          }
        });
  }

  private long lastOfLedger() {
    var last = 0L;
    for (var page = simulator.ledger(last); !page.isEmpty(); page = simulator.ledger(last)) {
      last = page.getLast().seq();
    }
    return last;
  }

  private void readLedger() {
    for (var page = simulator.ledger(seen); !page.isEmpty(); page = simulator.ledger(seen)) {
      for (var entry : page) {
        seen = entry.seq();
        observe(entry);
      }
    }
  }

  private void observe(Simulator.Entry entry) {
    var at = entry.prompt().lastIndexOf(tag);
    if (at >= 0) {
      var digits = entry.prompt().substring(at + tag.length()).split("\\D", 2)[0];
      if (!entry.job().isEmpty()) {
        numbers.putIfAbsent(entry.job(), Integer.valueOf(digits));
      }
      if (entry.is("INTERACTION") && entry.taken()) {
        sent(new Step(Integer.parseInt(digits), nameOf(entry), entry.nanos(), Kind.SENT));
      }
    }
    var number = numbers.get(entry.job());
    if (entry.is("JOB_ENDED") && number != null) {
      var kind = entry.picture().isEmpty() ? Kind.BROKEN : Kind.DONE;
      steps.add(new Step(number, nameOf(entry), entry.nanos(), kind));
    }
  }

  private void sent(Step step) {
    steps.add(step);
    sent.put(step.job(), step);
    if (sent.size() == stage.players().size() * Stage.SLOTS) {
      letJobsLast(LATER_JOBS);
    }
    var freed =
        steps.stream()
            .filter(end -> end.kind() != Kind.SENT && end.account().equals(step.account()))
            .reduce((_, later) -> later);
    var why =
        freed.isEmpty()
            ? "a slot is free"
            : "job %d ended %d ms before"
                .formatted(freed.get().job(), (step.at() - freed.get().at()) / 1_000_000);
    screen.say(
        "  %s  job %d is sent to %s: %s"
            .formatted(clock(step.at()), step.job(), step.account(), why));
  }

  private String nameOf(Simulator.Entry entry) {
    return stage.players().stream()
        .filter(player -> player.discord().userId().equals(entry.account()))
        .map(Player::name)
        .findFirst()
        .orElse("an account of somebody else");
  }

  private List<String> picture() {
    var lines = new ArrayList<String>();
    lines.add("");
    for (var player : stage.players()) {
      var slots =
          sent.values().stream()
              .filter(step -> step.account().equals(player.name()) && !hasEnded(step.job()))
              .sorted(Comparator.comparingInt(Step::job))
              .map(step -> bar(step.job()))
              .collect(Collectors.toCollection(ArrayList::new));
      while (slots.size() < Stage.SLOTS) {
        slots.add(screen.dim("· free                "));
      }
      lines.add("  %-6s %s".formatted(player.name(), String.join("  ", slots)));
    }
    lines.add(
        "  queue  " + numbers(number -> accepted.containsKey(number) && !sent.containsKey(number)));
    lines.add("  done   " + screen.green(numbers(this::hasEnded)));
    lines.add("  " + screen.dim(clock(System.nanoTime())));
    return lines;
  }

  private String bar(int number) {
    var job = jobs.get(number);
    var percent = job == null ? 0 : job.progress();
    var full = percent / 10;
    return "%d %s%s %3d %%     "
        .formatted(number, "█".repeat(full), "░".repeat(10 - full), percent);
  }

  private String numbers(IntPredicate which) {
    return IntStream.rangeClosed(1, JOBS)
        .filter(which)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(" "));
  }

  private boolean hasEnded(int number) {
    return steps.stream().anyMatch(step -> step.job() == number && step.kind() != Kind.SENT);
  }

  private String clock(long nanos) {
    var seconds = Math.max(0, (nanos - began) / 1_000_000_000);
    return "%d:%02d".formatted(seconds / 60, seconds % 60);
  }

  private Story story() {
    var told = new HashMap<Integer, String>();
    jobs.forEach(
        (number, job) ->
            stage.players().stream()
                .filter(player -> job.account() != null && player.id() == job.account())
                .forEach(player -> told.put(number, player.name())));
    return new Story(
        Stage.SLOTS,
        stage.players().stream().map(Player::name).toList(),
        List.copyOf(accepted.values()),
        steps,
        told);
  }
}
