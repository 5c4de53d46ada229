package easel.worker.simulation;

import easel.common.id.JobId;
import easel.common.id.QueueId;
import easel.common.message.JobEnd;
import easel.worker.simulation.BrokenPromise.Promise;
import easel.worker.simulation.Discord.Sent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Reads off the ledger, and off what customers were told, whether the promises were kept.
final class Judge {
  private final Cell cell;
  private final List<Sent> ledger;

  Judge(Cell cell) {
    this.cell = cell;
    this.ledger = cell.discord.ledger();
  }

  /// @param lanesAreEmpty whether all that was accepted was handed over
  void judge(boolean lanesAreEmpty) {
    nothingTwice();
    withinLimits();
    inOrder();
    cell.accepted.keySet().forEach(this::oneEnd);
    nothingLeft(lanesAreEmpty);
  }

  private void nothingTwice() {
    var sent = new HashSet<JobId>();
    for (var entry : ledger) {
      require(
          Promise.NOTHING_TWICE,
          entry.ignored || sent.add(entry.job),
          "%s was sent twice",
          entry.job);
    }
  }

  private void withinLimits() {
    for (var account : cell.accounts.values()) {
      within(
          account.limit(),
          "account " + account.id(),
          sent -> sent.user.equals(account.discordUser()));
    }
    for (var queue : cell.queues.values()) {
      within(queue.limit(), "queue " + queue.id(), sent -> queueOf(sent).equals(queue.id()));
    }
  }

  private void within(int limit, String whose, Predicate<Sent> counts) {
    for (var one : ledger) {
      if (counts.test(one)) {
        long running =
            ledger.stream()
                .filter(counts)
                .filter(other -> other.takenAt <= one.takenAt && one.takenAt < other.overAt)
                .count();
        require(Promise.WITHIN_LIMITS, running <= limit, "%d of %s ran at once", running, whose);
      }
    }
  }

  private QueueId queueOf(Sent sent) {
    return cell.job(sent.job).queue();
  }

  private void inOrder() {
    Map<String, Sent> last = new HashMap<>();
    for (var sent : ledger) {
      if (sent.late || sent.ignored) {
        continue;
      }
      var before = last.put(sent.user + "/" + queueOf(sent), sent);
      require(
          Promise.IN_ORDER,
          before == null || number(before) < number(sent),
          "%s was sent after a later one",
          sent.job);
    }
  }

  private long number(Sent sent) {
    return cell.job(sent.job).number();
  }

  private void oneEnd(JobId job) {
    var ends = cell.told.getOrDefault(job, List.of());
    require(
        Promise.NOTHING_LOST,
        !ends.isEmpty(),
        "%s has no end; its claim: %s",
        job,
        cell.tables.claims().find(job));
    var end = ends.getFirst();
    require(
        Promise.NOTHING_LOST,
        ends.stream().allMatch(end::equals),
        "%s has more than one end: %s",
        job,
        ends);
    var sent = ledger.stream().filter(entry -> entry.job.equals(job) && !entry.ignored).toList();
    require(
        Promise.NOTHING_LOST,
        sent.isEmpty() || !Boolean.FALSE.equals(end.sent()),
        "%s was told not to have been sent, but it was: %s",
        job,
        end);
    switch (end) {
      case JobEnd.Done(var picture) ->
          require(
              Promise.RIGHT_PICTURE,
              sent.stream().anyMatch(own -> own.midjourneyJob.equals(picture.midjourneyJob())),
              "%s was told another's picture",
              job);
      case JobEnd.Answered(var answer) ->
          require(
              Promise.RIGHT_PICTURE,
              sent.stream().anyMatch(own -> answer.content().endsWith(own.midjourneyJob)),
              "%s was told another's texts",
              job);
      case JobEnd.Cancelled _ ->
          require(Promise.NOTHING_LOST, cell.cancelled.contains(job), "nobody cancelled %s", job);
      case JobEnd.Failed(var reason, var detail, _) ->
          require(
              Promise.NOTHING_LOST,
              switch (reason) {
                case NO_ANSWER, TIMEOUT -> true;
                default -> false;
              },
              "%s failed without need: %s",
              job,
              detail);
    }
  }

  private void nothingLeft(boolean lanesAreEmpty) {
    require(Promise.NEVER_IDLE, lanesAreEmpty, "a lane still holds jobs");
    require(Promise.NEVER_IDLE, cell.broker.isEmpty(), "a hand-over was never acknowledged");
    require(
        Promise.NEVER_IDLE,
        cell.tables.openClaims().isEmpty(),
        "claims stay open: %s",
        cell.tables.openClaims());
    require(
        Promise.NEVER_IDLE, cell.slots.held().isEmpty(), "places leaked: %s", cell.slots.held());
  }

  @SuppressWarnings("AnnotateFormatMethod")
  private static void require(Promise promise, boolean kept, String how, Object... details) {
    if (!kept) {
      throw new BrokenPromise(promise, how.formatted(details));
    }
  }
}
