package easel.systemtests.promise;

import easel.systemtests.promise.History.Job;
import easel.systemtests.promise.History.Queue;
import easel.systemtests.promise.History.Send;
import easel.systemtests.promise.History.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// New jobs go to a customer's accounts in turn.
///
/// @param hindsight how long before a send its account may have been chosen: a full account that
///   got a free slot within this time may rightly have been passed over. Where the chosen account
///   and the queue had room for longer, it may have been chosen as long ago: how long a message
///   takes is another promise's
public record InTurn(Duration hindsight) implements Promise {
  @Override
  public String name() {
    return "P5 in turn";
  }

  @Override
  public List<String> brokenBy(History history) {
    var broken = new ArrayList<>(new InTurnAtAcceptance().brokenBy(history));
    longestAgoFirst(history, broken);
    return broken;
  }

  /// Trial, Standard: an account that the queue used longer ago than the chosen one was full. Jobs
  /// are looked at in the order in which they were handed over, which is that of acceptance. A job
  /// that was cancelled after its hand-over took a turn that Discord never saw: each explains one
  /// account that was passed over after it.
  private void longestAgoFirst(History history, List<String> broken) {
    var occupancy = Occupancy.ofAccounts(history);
    var ofQueue = Occupancy.ofQueues(history);
    var jobs = history.jobs();
    Map<String, List<Send>> ofQueues =
        history.sends().stream()
            .filter(
                send -> {
                  var job = jobs.get(send.tag());
                  return job != null
                      && !job.pinned()
                      && queue(history, job.queue()).turn() == Turn.AT_HAND_OVER;
                })
            .collect(Collectors.groupingBy(send -> job(jobs, send).queue()));
    ofQueues.forEach(
        (queue, sends) -> {
          Map<String, Integer> lastUsed = new HashMap<>();
          var unseenTurns = unsent(history, queue);
          sends.stream()
              .sorted(Comparator.comparingInt(send -> job(jobs, send).order()))
              .forEach(
                  send -> {
                    passedOver(
                        history, occupancy, ofQueue, queue, send, lastUsed, unseenTurns, broken);
                    lastUsed.put(send.account(), job(jobs, send).order());
                  });
        });
  }

  private void passedOver(
      History history,
      Occupancy occupancy,
      Occupancy ofQueue,
      String queue,
      Send send,
      Map<String, Integer> lastUsed,
      NavigableSet<Integer> unseenTurns,
      List<String> broken) {
    var job = job(history.jobs(), send);
    var number = job.order();
    var chosen = lastUsed.getOrDefault(send.account(), -1);
    // A place may be held by a job that reached Discord a moment later, or left a moment before.
    var from =
        Math.min(
            send.at() - hindsight.toNanos(),
            Math.max(
                occupancy.hadRoomSince(
                    send.account(), history::promisedLimit, job.asked(), send.at()),
                ofQueue.hadRoomSince(
                    queue, (id, _) -> queue(history, id).limit(), job.asked(), send.at())));
    var to = send.at() + hindsight.toNanos();
    for (var other : queue(history, queue).accounts()) {
      if (lastUsed.getOrDefault(other, -1) < chosen
          && occupancy.hadRoomThroughout(other, history, from, to)) {
        var unseen = unseenTurns.lower(number);
        if (unseen != null && unseen > chosen) {
          unseenTurns.remove(unseen);
          lastUsed.put(other, unseen);
          continue;
        }
        broken.add(
            "%s: %s (number %d) went to account %s (last number %d) though %s (last number %d) had a free slot and was used longer ago"
                .formatted(
                    queue,
                    send.tag(),
                    number,
                    send.account(),
                    chosen,
                    other,
                    lastUsed.getOrDefault(other, -1)));
      }
    }
  }

  private static NavigableSet<Integer> unsent(History history, String queue) {
    var sent = history.sends().stream().map(Send::tag).collect(Collectors.toSet());
    return history.jobs().values().stream()
        .filter(job -> job.queue().equals(queue) && !job.pinned())
        .filter(job -> history.wasCancelAsked(job.tag()) && !sent.contains(job.tag()))
        .map(Job::order)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Job job(Map<String, Job> jobs, Send send) {
    var job = jobs.get(send.tag());
    if (job == null) {
      throw new IllegalArgumentException("nobody submitted " + send.tag());
    }
    return job;
  }

  private static Queue queue(History history, String id) {
    var queue = history.queues().get(id);
    if (queue == null) {
      throw new IllegalArgumentException("expected the rules of queue " + id);
    }
    return queue;
  }
}
