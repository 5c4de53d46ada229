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
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// New jobs go to a customer's accounts in turn.
///
/// @param hindsight how long before a send its account may have been chosen: a full account that
///   got a free slot within this time may rightly have been passed over
public record InTurn(Duration hindsight) implements Promise {
  @Override
  public String name() {
    return "P5 in turn";
  }

  @Override
  public List<String> brokenBy(History history) {
    var broken = new ArrayList<String>();
    Map<String, Send> sends =
        history.sends().stream()
            .collect(Collectors.toMap(Send::tag, send -> send, (first, _) -> first));
    evenOverEveryWindow(history, sends, broken);
    longestAgoFirst(history, broken);
    return broken;
  }

  /// Pro, Dedicated: of n consecutive new jobs, each of k accounts gets n/k ± 1, for every n. The
  /// account of a job is its queue's.
  private static void evenOverEveryWindow(
      History history, Map<String, Send> sends, List<String> broken) {
    Map<String, List<Job>> ofCustomers =
        history.jobs().values().stream()
            .filter(job -> !job.pinned() && turn(history, job) == Turn.AT_ACCEPTANCE)
            .collect(Collectors.groupingBy(job -> queue(history, job).customer()));
    ofCustomers.forEach(
        (customer, jobs) -> {
          var accounts =
              history.queues().values().stream()
                  .filter(queue -> queue.customer().equals(customer))
                  .flatMap(queue -> queue.accounts().stream())
                  .collect(Collectors.toSet());
          var chosen =
              jobs.stream()
                  .sorted(Comparator.comparingLong(Job::accepted))
                  .map(job -> queue(history, job).accounts().iterator().next())
                  .toList();
          jobs.stream()
              .filter(
                  job -> {
                    var send = sends.get(job.tag());
                    return send != null && !queue(history, job).accounts().contains(send.account());
                  })
              .forEach(
                  job ->
                      broken.add(
                          "%s was sent on another account than its turn's".formatted(job.tag())));
          uneven(customer, chosen, accounts, broken);
        });
  }

  private static void uneven(
      String customer, List<String> chosen, Set<String> accounts, List<String> broken) {
    for (int from = 0; from < chosen.size(); from++) {
      Map<String, Integer> counts = new HashMap<>();
      for (int to = from; to < chosen.size(); to++) {
        counts.merge(chosen.get(to), 1, Integer::sum);
        var fair = (double) (to - from + 1) / accounts.size();
        for (var account : accounts) {
          var count = counts.getOrDefault(account, 0);
          if (Math.abs(count - fair) > 1) {
            broken.add(
                "%s: of its jobs %d to %d account %s got %d, expected %.1f ± 1"
                    .formatted(customer, from + 1, to + 1, account, count, fair));
            return;
          }
        }
      }
    }
  }

  /// Trial, Standard: an account that the queue used longer ago than the chosen one was full. Jobs
  /// are looked at in the order in which they were handed over, which is that of acceptance. A job
  /// that was cancelled after its hand-over took a turn that Discord never saw: each explains one
  /// account that was passed over after it.
  private void longestAgoFirst(History history, List<String> broken) {
    var occupancy = Occupancy.ofAccounts(history);
    var jobs = history.jobs();
    Map<String, List<Send>> ofQueues =
        history.sends().stream()
            .filter(
                send -> {
                  var job = jobs.get(send.tag());
                  return job != null && !job.pinned() && turn(history, job) == Turn.AT_HAND_OVER;
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
                    passedOver(history, occupancy, queue, send, lastUsed, unseenTurns, broken);
                    lastUsed.put(send.account(), job(jobs, send).order());
                  });
        });
  }

  private void passedOver(
      History history,
      Occupancy occupancy,
      String queue,
      Send send,
      Map<String, Integer> lastUsed,
      NavigableSet<Integer> unseenTurns,
      List<String> broken) {
    var number = job(history.jobs(), send).order();
    var chosen = lastUsed.getOrDefault(send.account(), -1);
    // A place may be held by a job that reached Discord a moment later, or left a moment before.
    var from = send.at() - hindsight.toNanos();
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

  private static Queue queue(History history, Job job) {
    return queue(history, job.queue());
  }

  private static Queue queue(History history, String id) {
    var queue = history.queues().get(id);
    if (queue == null) {
      throw new IllegalArgumentException("expected the rules of queue " + id);
    }
    return queue;
  }

  private static Turn turn(History history, Job job) {
    return queue(history, job).turn();
  }
}
