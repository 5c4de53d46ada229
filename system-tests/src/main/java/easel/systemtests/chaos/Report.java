package easel.systemtests.chaos;

import easel.systemtests.chaos.Campaign.Outcome;
import easel.systemtests.promise.Disturbance.Cause;
import easel.systemtests.promise.Fetched;
import easel.systemtests.promise.History;
import easel.systemtests.promise.NeverIdle;
import easel.systemtests.promise.NeverIdleUnderFaults.Judged;
import easel.systemtests.promise.Notice;
import easel.systemtests.promise.SeedTold;
import easel.systemtests.promise.ThreeRelaxed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// A campaign in one Markdown table, and below it each break with its evidence.
final class Report {
  private static final int MOST_BREAKS = 20;

  private final Outcome outcome;
  private final Verdict verdict;
  private final List<String> lines = new ArrayList<>();

  Report(Outcome outcome, Verdict verdict) {
    this.outcome = outcome;
    this.verdict = verdict;
  }

  List<String> lines() {
    lines.clear();
    lines.add("| campaign | |");
    lines.add("|---|---|");
    whatItWas();
    whatWasFound();
    howLongSlotsWereFree();
    evidence();
    return List.copyOf(lines);
  }

  private void row(String label, Object value) {
    lines.add("| %s | %s |".formatted(label, value));
  }

  private void whatItWas() {
    var options = outcome.options();
    var history = outcome.history();
    var jobs = history.jobs();
    row("seed", options.seed());
    row("minutes", String.format(Locale.ROOT, "%.1f", options.length().toSeconds() / 60.0));
    row(
        "jobs",
        "%d (%d presses, %d with another's prompt, %d asked to be cancelled)"
            .formatted(
                jobs.size(),
                count(history, History.Job::pinned),
                count(history, job -> job.tag().startsWith("twin")),
                count(history, job -> history.wasCancelAsked(job.tag()))));
    row("ends", ends(history));
    operations();
    var kills = outcome.log().kills();
    row(
        "kill -9",
        kills.values().stream().mapToInt(Integer::intValue).sum()
            + " ("
            + String.join(
                ", ",
                Schedule.ROLES.stream()
                    .map(role -> role + " " + kills.getOrDefault(role, 0))
                    .toList())
            + ")");
    row("other faults", others());
    row("time in which the machine stood still", seconds(outcome.time().lost()));
    row("wrong clocks", outcome.clocks().inWords());
    row(
        "people",
        "%d limits changed, %d queues paused, %d accounts unlinked, %d imagines and %d messages by hand"
            .formatted(
                noted("limit of"),
                noted("pause of"),
                noted("unlink of"),
                noted("imagine by hand"),
                noted("words by hand")));
  }

  private long noted(String beginning) {
    return outcome.log().lines().stream()
        .filter(line -> line.words().startsWith(beginning))
        .count();
  }

  private static long count(History history, Predicate<History.Job> which) {
    return history.jobs().values().stream().filter(which).count();
  }

  private static String ends(History history) {
    var told = history.told().values();
    var ends = new ArrayList<String>();
    for (var status : List.of("DONE", "CANCELLED", "FAIL")) {
      ends.add(status + " " + told.stream().filter(end -> end.status().equals(status)).count());
    }
    return String.join(", ", ends);
  }

  private String others() {
    var mishaps = outcome.ledger().stream().filter(entry -> entry.is("FAULT")).count();
    return "SIGSTOP %d, FLUSHALL %d, RabbitMQ wiped %d, Redis behind %d, connections cut %d, half-open %d, mishaps at Discord that struck %d"
        .formatted(
            noted("SIGSTOP"),
            noted("FLUSHALL"),
            noted("wipe"),
            noted("Redis falls behind"),
            noted("cut"),
            noted("half-open"),
            mishaps);
  }

  /// How often each was asked for, and ended DONE: that all were met.
  private void operations() {
    if (!outcome.options().operations()) {
      return;
    }
    var history = outcome.history();
    var asked = new TreeMap<String, Integer>();
    var done = new TreeMap<String, Integer>();
    var told = history.told();
    var jobs = history.jobs();
    history
        .asked()
        .forEach(
            (job, wish) -> {
              if (jobs.containsKey(job)) {
                asked.merge(wish.kind(), 1, Integer::sum);
                var end = told.get(job);
                if (end != null && end.status().equals("DONE")) {
                  done.merge(wish.kind(), 1, Integer::sum);
                }
              }
            });
    row(
        "operations, and how many of them DONE",
        asked.entrySet().stream()
            .map(
                kind ->
                    "%s %d (%d)"
                        .formatted(
                            kind.getKey(), kind.getValue(), done.getOrDefault(kind.getKey(), 0)))
            .collect(Collectors.joining(", ")));
    row(
        "relaxed",
        "%d jobs, at most %d of an account at once, which alone held up others for %s"
            .formatted(
                jobs.keySet().stream().filter(history::isRelaxed).count(),
                ThreeRelaxed.mostAtOnce(history),
                seconds(NeverIdle.heldUpByRelaxed(history))));
    row(
        "webhooks",
        "%d jobs to be told of, %d attempts, of %d deliveries"
            .formatted(
                history.webhooks().keySet().stream().filter(jobs::containsKey).count(),
                history.notices().size(),
                history.notices().stream().map(Notice::id).distinct().count()));
    row(
        "pictures fetched",
        "%d times, %d of them when Discord gave nothing any more"
            .formatted(
                history.fetched().size(),
                history.fetched().stream().filter(Fetched::linkWasDead).count()));
    row(
        "seeds",
        "%d asked for, %d told"
            .formatted(
                history.seedsAsked().size(),
                history.seedsTold().stream()
                    .filter(answer -> !answer.seed().isEmpty())
                    .map(SeedTold::tag)
                    .distinct()
                    .count()));
  }

  private void whatWasFound() {
    for (var finding : verdict.findings()) {
      row(finding.label(), finding.broken().size());
    }
    row("unknown outcomes", verdict.unknown().size());
  }

  private void howLongSlotsWereFree() {
    var all = verdict.idle();
    row("idle, all", spans(all));
    row("idle, nothing broken", spans(with(Optional.empty())));
    row("idle after a kill of one of several, or a cut", spans(with(Optional.of(Cause.KILL))));
    row("idle after a pause, or half-open connections", spans(with(Optional.of(Cause.PAUSE))));
    row("idle after a fault of Discord", spans(with(Optional.of(Cause.DISCORD))));
    row(
        "idle while a broker or a whole service was down or just back",
        spans(with(Optional.of(Cause.DOWN))));
  }

  private List<Judged> with(Optional<Cause> cause) {
    return verdict.idle().stream().filter(judged -> judged.cause().equals(cause)).toList();
  }

  private static String spans(List<Judged> spans) {
    if (spans.isEmpty()) {
      return "none";
    }
    var lengths = spans.stream().map(judged -> judged.span().length()).sorted().toList();
    var recovery =
        spans.stream().map(Judged::recovery).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
    return "%d spans, median %s, longest %s, longest after what delayed it was over %s"
        .formatted(
            lengths.size(),
            seconds(lengths.get(lengths.size() / 2)),
            seconds(lengths.getLast()),
            seconds(recovery));
  }

  private static String seconds(Duration span) {
    return String.format(Locale.ROOT, "%.2f s", span.toMillis() / 1e3);
  }

  private void evidence() {
    var evidence = new Evidence(outcome);
    for (var finding : verdict.findings()) {
      if (finding.broken().isEmpty()) {
        continue;
      }
      lines.add("");
      lines.add("%s: %d breaks".formatted(finding.promise(), finding.broken().size()));
      for (var broken : finding.broken().stream().limit(MOST_BREAKS).toList()) {
        lines.add("- " + broken);
        evidence.of(broken).forEach(line -> lines.add("    " + line));
      }
    }
    if (!verdict.unknown().isEmpty()) {
      lines.add("");
      lines.add("Unknown outcomes: " + String.join(", ", verdict.unknown()));
      for (var job : verdict.unknown().stream().limit(MOST_BREAKS).toList()) {
        evidence.of(job).forEach(line -> lines.add("    " + line));
        lines.add("");
      }
    }
    verdict.troubles().forEach(trouble -> lines.add("The campaign itself failed: " + trouble));
  }
}
