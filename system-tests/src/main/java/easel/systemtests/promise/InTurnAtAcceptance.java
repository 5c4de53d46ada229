package easel.systemtests.promise;

import easel.systemtests.promise.History.Job;
import easel.systemtests.promise.History.Queue;
import easel.systemtests.promise.History.Send;
import easel.systemtests.promise.History.Turn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Pro, Dedicated: of n consecutive new jobs of a customer, each of its k accounts gets n/k ± 1,
/// for every n, and is sent them. The account of a job is its queue's, fixed when it was accepted:
/// so this holds whatever is broken.
///
/// An account that could not take jobs is passed over: spans of jobs during which one may not have
/// been able to are not looked at.
///
/// Where requests overlapped their order is not known, and only spans that begin and end between
/// two requests are looked at.
public record InTurnAtAcceptance() implements Promise {
  @Override
  public String name() {
    return "P5 in turn";
  }

  @Override
  public List<String> brokenBy(History history) {
    var broken = new ArrayList<String>();
    Map<String, Queue> queues =
        history.queues().values().stream()
            .filter(queue -> queue.turn() == Turn.AT_ACCEPTANCE)
            .collect(Collectors.toMap(Queue::id, queue -> queue));
    Map<String, List<Job>> ofCustomers = new HashMap<>();
    Map<String, String> chosen = new HashMap<>();
    for (var job : history.jobs().values()) {
      var queue = queues.get(job.queue());
      if (queue != null && !job.pinned()) {
        ofCustomers.computeIfAbsent(queue.customer(), _ -> new ArrayList<>()).add(job);
        chosen.put(job.tag(), queue.accounts().iterator().next());
      }
    }
    elsewhere(history.sends(), chosen, broken);
    ofCustomers.forEach(
        (customer, jobs) -> {
          var accounts =
              queues.values().stream()
                  .filter(queue -> queue.customer().equals(customer))
                  .flatMap(queue -> queue.accounts().stream())
                  .collect(Collectors.toSet());
          uneven(history, customer, jobs, chosen, accounts, broken);
        });
    return broken;
  }

  private static void elsewhere(List<Send> sends, Map<String, String> chosen, List<String> broken) {
    for (var send : sends) {
      var account = chosen.get(send.tag());
      if (account != null && !account.equals(send.account())) {
        broken.add("%s was sent on another account than its turn's".formatted(send.tag()));
      }
    }
  }

  private static void uneven(
      History history,
      String customer,
      List<Job> all,
      Map<String, String> chosen,
      Set<String> accounts,
      List<String> broken) {
    var jobs = all.stream().sorted(Comparator.comparingInt(Job::order)).toList();
    var usable =
        IntStream.range(0, jobs.size())
            .filter(place -> history.wereUsable(accounts, jobs.get(place)))
            .boxed()
            .collect(Collectors.toSet());
    var cuts = cuts(jobs);
    for (int from : cuts) {
      Map<String, Integer> counts = new HashMap<>();
      for (int to = from; to < jobs.size(); to++) {
        if (!usable.contains(to)) {
          break;
        }
        counts.merge(chosen.getOrDefault(jobs.get(to).tag(), ""), 1, Integer::sum);
        if (!cuts.contains(to + 1)) {
          continue;
        }
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

  /// The places in the order of answers where all jobs before were surely accepted before all
  /// after.
  private static Set<Integer> cuts(List<Job> jobs) {
    var cuts = new TreeSet<Integer>();
    for (int place = 0; place <= jobs.size(); place++) {
      // Of those before, the last one was answered last.
      var last = place == 0 ? null : jobs.get(place - 1);
      if (last == null
          || jobs.subList(place, jobs.size()).stream().allMatch(last::isSurelyBefore)) {
        cuts.add(place);
      }
    }
    return cuts;
  }
}
