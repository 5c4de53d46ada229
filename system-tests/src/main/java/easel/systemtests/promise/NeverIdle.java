package easel.systemtests.promise;

import easel.systemtests.promise.History.Job;
import easel.systemtests.promise.History.Queue;
import easel.systemtests.promise.History.Send;
import easel.systemtests.promise.History.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// While the head of a queue may run, it is sent.
///
/// @param longest that a slot may stay free while a job waits that could take it
public record NeverIdle(Duration longest) implements Promise {
  /// A span in which a queue had a waiting job, room of its own and an account with a free slot.
  public record Idle(String queue, long from, long to) {
    public Duration length() {
      return Duration.ofNanos(to - from);
    }
  }

  @Override
  public String name() {
    return "P6 never idle";
  }

  @Override
  public List<String> brokenBy(History history) {
    return spans(history).stream()
        .filter(idle -> idle.length().compareTo(longest) > 0)
        .sorted(Comparator.comparing(Idle::length).reversed())
        .map(
            idle ->
                "%s: a slot was free for %d ms while a job waited, from %.1f s of the run on"
                    .formatted(idle.queue(), idle.length().toMillis(), since(history, idle.from())))
        .toList();
  }

  private static double since(History history, long moment) {
    var first = history.jobs().values().stream().mapToLong(Job::accepted).min().orElse(moment);
    return (moment - first) / 1e9;
  }

  /// Every such span of the run. Queues whose accounts changed are left out, as are jobs that were
  /// asked to be cancelled: when they stopped waiting cannot be seen at Discord.
  public static List<Idle> spans(History history) {
    var accounts = Occupancy.ofAccounts(history);
    var queues = Occupancy.ofQueues(history);
    Map<String, Long> sent =
        history.sends().stream()
            .collect(Collectors.toMap(Send::tag, Send::at, (first, _) -> first));
    Map<String, List<Job>> jobs =
        history.jobs().values().stream()
            .filter(job -> !history.wasCancelAsked(job.tag()) && sent.containsKey(job.tag()))
            .collect(Collectors.groupingBy(Job::queue));
    var spans = new ArrayList<Idle>();
    history.queues().values().stream()
        .filter(queue -> queue.turn() != Turn.CHANGED)
        .forEach(
            queue ->
                spans.addAll(
                    spans(
                        history,
                        queue,
                        waiting(jobs.getOrDefault(queue.id(), List.of()), sent),
                        accounts,
                        queues)));
    return spans;
  }

  private static TreeMap<Long, Integer> waiting(List<Job> jobs, Map<String, Long> sent) {
    var changes = new TreeMap<Long, Integer>();
    for (var job : jobs) {
      var left = sent.getOrDefault(job.tag(), job.accepted());
      // The answer of an accepted job may come after its send.
      changes.merge(Math.min(job.accepted(), left), 1, Integer::sum);
      changes.merge(left, -1, Integer::sum);
    }
    var waiting = new TreeMap<Long, Integer>();
    var now = 0;
    for (var change : changes.entrySet()) {
      now += change.getValue();
      waiting.put(change.getKey(), now);
    }
    return waiting;
  }

  private static List<Idle> spans(
      History history,
      Queue queue,
      TreeMap<Long, Integer> waiting,
      Occupancy accounts,
      Occupancy queues) {
    var spans = new ArrayList<Idle>();
    if (waiting.isEmpty()) {
      return spans;
    }
    var moments = new TreeSet<>(waiting.keySet());
    queues.changes(queue.id()).forEach(moments::add);
    for (var account : queue.accounts()) {
      accounts.changes(account).forEach(moments::add);
      moments.addAll(history.limits().getOrDefault(account, new TreeMap<>()).keySet());
    }
    Long from = null;
    for (var moment : moments.subSet(waiting.firstKey(), true, waiting.lastKey(), true)) {
      var before = waiting.floorEntry(moment);
      var idle =
          before != null
              && before.getValue() > 0
              && queues.at(queue.id(), moment) < queue.limit()
              && queue.accounts().stream()
                  .anyMatch(
                      account ->
                          accounts.at(account, moment)
                              < history.largestLimit(account, moment, moment));
      if (idle && from == null) {
        from = moment;
      } else if (!idle && from != null) {
        spans.add(new Idle(queue.id(), from, moment));
        from = null;
      }
    }
    return spans;
  }
}
