package easel.systemtests.promise;

import easel.systemtests.promise.Asked.Result;
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
import java.util.stream.Stream;

/// Every accepted job reaches an end, the end is what Discord saw, and a failure is one that what
/// was broken on purpose explains.
///
/// Four failures can be explained, and nothing else:
///
/// - NO_ANSWER of a job that Discord did not finish: its command was taken and Midjourney made no
///   job of it; or an answer to it was lost, hung or said neither yes nor no; or Easel does not
///   know whether it was sent, and the worker that was to send it was stopped in the middle;
/// - NO_ANSWER or TIMEOUT of a job in whose thread the account's owner typed an imagine: whose the
///   picture is would have to be guessed;
/// - ACCOUNT_UNAVAILABLE of a job that was never sent, was bound to an account or handed over to it
///   already, and that account was unlinked while the job was open; no more can have been handed
///   over than the account has places;
/// - INTERNAL or NO_ANSWER of a job whose dialog was never filled in, and is known not to be: its
///   press was never answered, or left in doubt; or its dialog may not have been heard of, since
///   the worker that was to fill it in was stopped, lost PostgreSQL and so its partition, or the
///   account's own session was let down.
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
    Map<String, List<Attempt>> filledIn =
        history.fillings().stream().collect(Collectors.groupingBy(Attempt::tag));
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
      var fillings = filledIn.getOrDefault(tag, List.of());
      // What a dialog is filled in with is the send.
      var wasTaken = (history.isInDialog(tag) ? fillings : tries).stream().anyMatch(Attempt::taken);
      var isRight =
          switch (end.status()) {
            case "DONE" -> atDiscord.equals("DONE") && Boolean.TRUE.equals(end.sent());
            case "CANCELLED" ->
                history.wasCancelAsked(tag)
                    && (Boolean.FALSE.equals(end.sent()) ? !wasTaken : atDiscord.equals("STOPPED"));
            default ->
                isExplained(
                    history,
                    job,
                    end,
                    Stream.concat(tries.stream(), fillings.stream()).toList(),
                    wasTaken,
                    atDiscord);
          };
      if (!isRight) {
        broken.add(
            "%s was told %s (%s), sent: %s, cancel asked: %s, but Discord saw: %s, requests: %s, filled in: %s"
                .formatted(
                    tag,
                    end.status(),
                    end.why(),
                    end.sent(),
                    history.wasCancelAsked(tag),
                    atDiscord,
                    tries.stream().map(Attempt::outcome).toList(),
                    fillings.stream().map(Attempt::outcome).toList()));
      }
    }
    return broken;
  }

  private boolean isExplained(
      History history, Job job, Told end, List<Attempt> tries, boolean wasTaken, String atDiscord) {
    if (!end.status().equals("FAIL")) {
      return false;
    }
    if (end.why().startsWith("ACCOUNT_UNAVAILABLE")) {
      return Boolean.FALSE.equals(end.sent())
          && !wasTaken
          && (history.wasUnlinked(job.tag(), end.firstSeen())
              || history.wasUnlinkedBeforeItsSend(job.tag(), end.firstSeen(), MOST_PLACES));
    }
    if (Boolean.FALSE.equals(end.sent())) {
      return !wasTaken && neverFilledIn(history, job, end, tries);
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
    return tries.stream().anyMatch(Attempt::leftInDoubt)
        || senderWasStopped(history, job, end)
        || mayBeUnheard(history, job, end, tries);
  }

  private boolean neverFilledIn(History history, Job job, Told end, List<Attempt> tries) {
    if (!history.isInDialog(job.tag())) {
      return false;
    }
    var isUnanswered =
        end.why().startsWith("NO_ANSWER")
            && tries.stream().anyMatch(attempt -> attempt.taken() || attempt.leftInDoubt())
            && !history.wasDialogOpened(job.tag());
    var isLost = end.why().startsWith("NO_ANSWER") || end.why().startsWith("INTERNAL");
    return isUnanswered || (isLost && mayBeUnheard(history, job, end, tries));
  }

  /// Whether the dialog that its press has opened may not have come to who was to fill it in: one
  /// session of the account hears of it, at the worker that has pressed.
  private boolean mayBeUnheard(History history, Job job, Told end, List<Attempt> tries) {
    var roles =
        Stream.concat(
            Stream.of("worker", "postgresql"),
            tries.stream().map(attempt -> "discord " + attempt.account()));
    return history.isInDialog(job.tag())
        && roles.flatMap(role -> happened(role, job, end)).findAny().isPresent();
  }

  /// What a doubt about a send leaves open: a press begins hidden, and how describe and shorten
  /// begin nobody knows, so that a dead worker is enough; of an imagine or a blend the thread's
  /// history decides, unless its worker may still be alive.
  private boolean senderWasStopped(History history, Job job, Told end) {
    var maybeBeginsHidden = job.pinned() || history.resultOf(job.tag()) == Result.TEXTS;
    var workerPaused = happened(Cause.PAUSE, "worker", job, end);
    var workerKilled = happened(Cause.KILL, "worker", job, end);
    // Then nobody can tell whether the sender is gone.
    var postgresqlAway =
        happened(Cause.DOWN, "postgresql", job, end)
            || happened(Cause.PAUSE, "postgresql", job, end);
    return workerPaused || (workerKilled && (maybeBeginsHidden || postgresqlAway));
  }

  private boolean happened(Cause cause, String what, Job job, Told end) {
    return happened(what, job, end).anyMatch(each -> each.cause() == cause);
  }

  private Stream<Disturbance> happened(String what, Job job, Told end) {
    return disturbances.stream()
        .filter(each -> each.role().equals(what))
        .filter(each -> each.from() <= end.firstSeen() && each.until() >= job.accepted());
  }
}
