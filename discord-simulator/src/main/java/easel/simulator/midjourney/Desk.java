package easel.simulator.midjourney;

import easel.simulator.settings.Option;
import easel.simulator.settings.Settings;
import easel.simulator.world.Account;
import easel.simulator.world.Mode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The running places of one account and the line before them. Its owner guards it with a lock.
final class Desk {
  private final Account account;
  private final Set<Job> running = new LinkedHashSet<>();
  private final ArrayDeque<Job> waiting = new ArrayDeque<>();

  Desk(Account account) {
    this.account = account;
  }

  enum Verdict {
    RUNS,
    WAITS,
    FULL
  }

  Verdict admit(Job job, Settings settings) {
    if (!job.takesPlace()) {
      return Verdict.RUNS;
    }
    if (waiting.isEmpty() && hasRoomFor(job, settings)) {
      running.add(job);
      return Verdict.RUNS;
    }
    var line =
        settings.count(
            account.plan().isLarge() ? Option.QUEUE_LIMIT_PRO : Option.QUEUE_LIMIT_BASIC);
    if (waiting.size() >= line) {
      return Verdict.FULL;
    }
    waiting.addLast(job);
    return Verdict.WAITS;
  }

  private boolean hasRoomFor(Job job, Settings settings) {
    var places =
        settings.count(account.plan().isLarge() ? Option.RUNNING_PRO : Option.RUNNING_BASIC);
    if (running.size() >= places) {
      return false;
    }
    if (job.mode() != Mode.RELAX) {
      return true;
    }
    var relaxed = running.stream().filter(other -> other.mode() == Mode.RELAX).count();
    return relaxed < settings.number(Option.RUNNING_RELAXED);
  }

  /// Frees the job's place.
  ///
  /// @return the jobs that get to run now
  List<Job> leave(Job job, Settings settings) {
    running.remove(job);
    waiting.remove(job);
    var next = new ArrayList<Job>();
    while (!waiting.isEmpty() && hasRoomFor(waiting.getFirst(), settings)) {
      var first = waiting.removeFirst();
      running.add(first);
      next.add(first);
    }
    return next;
  }

  int runningCount() {
    return running.size();
  }

  int waitingCount() {
    return waiting.size();
  }
}
