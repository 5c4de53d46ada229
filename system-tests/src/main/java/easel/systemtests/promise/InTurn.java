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
import java.util.Set;
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

  /// Trial, Standard: an account that the queue used longer ago than the chosen one was full.
  private void longestAgoFirst(History history, List<String> broken) {
    var occupancy = Occupancy.ofAccounts(history);
    Map<String, Map<String, Long>> lastUsed = new HashMap<>();
    for (var send : history.sends()) {
      var job = history.jobs().get(send.tag());
      if (job == null || job.pinned() || turn(history, job) != Turn.AT_HAND_OVER) {
        continue;
      }
      var queue = queue(history, job);
      var uses = lastUsed.computeIfAbsent(queue.id(), _ -> new HashMap<>());
      var chosenUse = uses.getOrDefault(send.account(), -1L);
      for (var other : queue.accounts()) {
        var from = send.at() - hindsight.toNanos();
        if (uses.getOrDefault(other, -1L) < chosenUse
            && occupancy.most(other, from, send.at())
                < history.largestLimit(other, from, send.at())) {
          broken.add(
              "%s: %s went to account %s though %s had a free slot and was used longer ago"
                  .formatted(queue.id(), send.tag(), send.account(), other));
        }
      }
      uses.merge(send.account(), (long) job.order(), Math::max);
    }
  }

  private static Queue queue(History history, Job job) {
    var queue = history.queues().get(job.queue());
    if (queue == null) {
      throw new IllegalArgumentException("expected the rules of queue " + job.queue());
    }
    return queue;
  }

  private static Turn turn(History history, Job job) {
    return queue(history, job).turn();
  }
}
