package easel.systemtests.promise;

import easel.systemtests.promise.Disturbance.Cause;
import easel.systemtests.promise.History.Attempt;
import easel.systemtests.promise.History.End;
import easel.systemtests.promise.History.Job;
import easel.systemtests.promise.History.Told;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Every accepted job reaches an end, the end is what Discord saw, and a failure is one that what
/// was broken on purpose explains.
///
/// Three failures can be explained, and nothing else:
///
/// - NO_ANSWER of a job that Discord did not finish: its command was taken and Midjourney made no
///   job of it; or an answer to it was lost, hung or said neither yes nor no; or Easel does not
///   know whether it was sent, and the worker that was to send it was stopped in the middle;
/// - NO_ANSWER or TIMEOUT of a job in whose thread the account's owner typed an imagine: whose the
///   picture is would have to be guessed;
/// - ACCOUNT_UNAVAILABLE of a job that was never sent, was bound to an account or handed over to it
///   already, and that account was unlinked while the job was open; no more can have been handed
///   over than the account has places.
public record NothingLostUnderFaults(List<Disturbance> disturbances) implements Promise {
  // Of any account here.
  private static final int MOST_PLACES = 4;

  public NothingLostUnderFaults {
    disturbances = List.copyOf(disturbances);
  }

  @Override
  public String name() {
    return "P1 nothing lost";
  }

  @Override
  public List<String> brokenBy(History history) {
    var broken = new ArrayList<String>();
    Map<String, End> seen = new HashMap<>();
    history.ends().forEach(end -> seen.put(end.tag(), end));
    Map<String, List<Attempt>> attempts =
        history.attempts().stream().collect(Collectors.groupingBy(Attempt::tag));
    var told = history.told();
    for (var job : history.jobs().values()) {
      var tag = job.tag();
      var end = told.get(tag);
      if (end == null) {
        broken.add("%s was accepted and has no end".formatted(tag));
        continue;
      }
      var atDiscord = seen.containsKey(tag) ? seen.get(tag).end() : "no end";
      var tries = attempts.getOrDefault(tag, List.of());
      var wasTaken = tries.stream().anyMatch(Attempt::taken);
      var isRight =
          switch (end.status()) {
            case "DONE" -> atDiscord.equals("DONE") && Boolean.TRUE.equals(end.sent());
            case "CANCELLED" ->
                history.wasCancelAsked(tag)
                    && (Boolean.FALSE.equals(end.sent()) ? !wasTaken : atDiscord.equals("STOPPED"));
            default -> isExplained(history, job, end, tries, atDiscord);
          };
      if (!isRight) {
        broken.add(
            "%s was told %s (%s), sent: %s, cancel asked: %s, but Discord saw: %s, requests: %s"
                .formatted(
                    tag,
                    end.status(),
                    end.why(),
                    end.sent(),
                    history.wasCancelAsked(tag),
                    atDiscord,
                    tries.stream().map(Attempt::outcome).toList()));
      }
    }
    return broken;
  }

  private boolean isExplained(
      History history, Job job, Told end, List<Attempt> tries, String atDiscord) {
    if (!end.status().equals("FAIL")) {
      return false;
    }
    if (end.why().startsWith("ACCOUNT_UNAVAILABLE")) {
      return Boolean.FALSE.equals(end.sent())
          && tries.stream().noneMatch(Attempt::taken)
          && (history.wasUnlinked(job.tag(), end.firstSeen())
              || history.wasUnlinkedBeforeItsSend(job.tag(), end.firstSeen(), MOST_PLACES));
    }
    if (Boolean.FALSE.equals(end.sent())) {
      return false;
    }
    if (history.wasTypedBeside(job.tag(), end.firstSeen())
        && (end.why().startsWith("NO_ANSWER") || end.why().startsWith("TIMEOUT"))) {
      return true;
    }
    if (!end.why().startsWith("NO_ANSWER") || atDiscord.equals("DONE")) {
      return false;
    }
    if (Boolean.TRUE.equals(end.sent())) {
      return atDiscord.equals(End.UNANSWERED);
    }
    return tries.stream().anyMatch(Attempt::leftInDoubt) || senderWasStopped(history, job, end);
  }

  /// What a doubt about a send leaves open: a press begins hidden, and how describe and shorten
  /// begin nobody knows, so that a dead worker is enough; of an imagine or a blend the thread's
  /// history decides, unless its worker may still be alive.
  private boolean senderWasStopped(History history, Job job, Told end) {
    var maybeBeginsHidden = job.pinned() || history.isText(job.tag());
    var workerPaused = happened(Cause.PAUSE, "worker", job, end);
    var workerKilled = happened(Cause.KILL, "worker", job, end);
    // Then nobody can tell whether the sender is gone.
    var postgresqlAway =
        happened(Cause.DOWN, "postgresql", job, end)
            || happened(Cause.PAUSE, "postgresql", job, end);
    return workerPaused || (workerKilled && (maybeBeginsHidden || postgresqlAway));
  }

  private boolean happened(Cause cause, String what, Job job, Told end) {
    return disturbances.stream()
        .anyMatch(
            each ->
                each.cause() == cause
                    && each.role().equals(what)
                    && each.from() <= end.firstSeen()
                    && each.until() >= job.accepted());
  }
}
