package easel.systemtests.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What became of the jobs of an act, and whether it is the story that Easel promises. Times are
/// nanoseconds of one monotonic clock.
///
/// @param slots of each account
/// @param told the account on which Easel says a job ran, by its number
record Story(
    int slots,
    List<String> accounts,
    List<Accepted> accepted,
    List<Step> steps,
    Map<Integer, String> told) {
  // The pause between two sends of one account, and a busy machine.
  private static final Duration PROMPT = Duration.ofSeconds(3);

  record Accepted(int job, long at) {}

  /// A job sent, or ended, as Discord saw it.
  record Step(int job, String account, long at, Kind kind) {}

  enum Kind {
    SENT,
    DONE,
    BROKEN
  }

  Story {
    accounts = List.copyOf(accounts);
    accepted = List.copyOf(accepted);
    steps = steps.stream().sorted(Comparator.comparingLong(Step::at)).toList();
    told = Map.copyOf(told);
  }

  /// What is wrong with it; empty if the story held.
  List<String> flaws() {
    var flaws = new ArrayList<String>();
    for (var job : accepted) {
      expectOnce(job.job(), Kind.SENT, "sent", flaws);
      expectOnce(job.job(), Kind.DONE, "done", flaws);
    }
    for (var account : accounts) {
      judge(account, flaws);
    }
    judgeTurn(flaws);
    return flaws;
  }

  private void expectOnce(int job, Kind kind, String word, List<String> flaws) {
    var count = steps.stream().filter(step -> step.job() == job && step.kind() == kind).count();
    if (count != 1) {
      flaws.add("job %d: expected to be %s once, got: %d times".formatted(job, word, count));
    }
  }

  /// Each job of an account starts when a place is free: in order, at once, never one too many.
  private void judge(String account, List<String> flaws) {
    var acceptedAt = new HashMap<Integer, Long>();
    accepted.forEach(job -> acceptedAt.put(job.job(), job.at()));
    var running = 0;
    var last = 0;
    var freed = Long.MIN_VALUE;
    for (var step : steps) {
      if (!step.account().equals(account)) {
        continue;
      }
      if (step.kind() != Kind.SENT) {
        running--;
        freed = step.at();
        continue;
      }
      if (step.job() < last) {
        flaws.add(
            "%s: expected jobs in order, got: job %d after job %d"
                .formatted(account, step.job(), last));
      }
      last = step.job();
      var mayStart = Math.max(freed, acceptedAt.getOrDefault(step.job(), step.at()));
      var waited = Duration.ofNanos(step.at() - mayStart);
      if (waited.compareTo(PROMPT) > 0) {
        flaws.add(
            "%s: expected job %d within %d s of a free place, got: %d ms"
                .formatted(account, step.job(), PROMPT.toSeconds(), waited.toMillis()));
      }
      running++;
      if (running > slots) {
        flaws.add(
            "%s: expected at most %d jobs at once, got: %d with job %d"
                .formatted(account, slots, running, step.job()));
      }
    }
  }

  private void judgeTurn(List<String> flaws) {
    var ranOn = new HashMap<Integer, String>();
    steps.forEach(step -> ranOn.put(step.job(), step.account()));
    for (var job : accepted) {
      var account = ranOn.get(job.job());
      var before = ranOn.get(job.job() - 1);
      if (account == null) {
        continue;
      }
      if (accounts.size() > 1 && account.equals(before)) {
        flaws.add(
            "expected the accounts in turn, got: jobs %d and %d on %s"
                .formatted(job.job() - 1, job.job(), account));
      }
      if (!account.equals(told.get(job.job()))) {
        flaws.add(
            "job %d ran on %s, but Easel says: %s"
                .formatted(job.job(), account, told.get(job.job())));
      }
    }
  }
}
