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
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// While the head of a queue may run, it is sent. A relaxed one may not while its account draws as
/// many relaxed ones as Midjourney does at once: then it holds up its queue.
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
  /// asked to be cancelled: when they stopped waiting cannot be seen at Discord. A paused queue
  /// does not wait.
  public static List<Idle> spans(History history) {
    return spans(history, true);
  }

  /// How long, over all queues, nothing held up a head but that too many relaxed jobs ran.
  public static Duration heldUpByRelaxed(History history) {
    return total(spans(history, false)).minus(total(spans(history, true)));
  }

  private static Duration total(List<Idle> spans) {
    return spans.stream().map(Idle::length).reduce(Duration.ZERO, Duration::plus);
  }

  private static List<Idle> spans(History history, boolean fewAreRelaxed) {
    var relaxed = Occupancy.ofRelaxed(history);
    var accounts = Occupancy.ofAccounts(history);
    var queues = Occupancy.ofQueues(history);
    Map<String, Send> sent =
        history.sends().stream()
            .collect(Collectors.toMap(Send::tag, send -> send, (first, _) -> first));
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
                        waits(jobs.getOrDefault(queue.id(), List.of()), sent),
                        accounts,
                        queues,
                        (head, account, moment) ->
                            accounts.at(account, moment) < history.promisedLimit(account, moment)
                                && !(fewAreRelaxed
                                    && history.isRelaxed(head.tag())
                                    && relaxed.at(account, moment) >= ThreeRelaxed.MOST))));
    return spans;
  }

  /// A job waiting from its acceptance to its send.
  private record Wait(Job job, Send send) {
    long from() {
      // The answer of an accepted job may come after its send.
      return Math.min(job.accepted(), send.at());
    }

    boolean covers(long moment) {
      return from() <= moment && moment < send.at();
    }

    /// Where it may run: a press of a button nowhere but where it ran in the end.
    Set<String> accounts(Queue queue) {
      return job.pinned() ? Set.of(send.account()) : queue.accounts();
    }
  }

  private static List<Wait> waits(List<Job> jobs, Map<String, Send> sent) {
    var waits = new ArrayList<Wait>();
    for (var job : jobs) {
      var send = sent.get(job.tag());
      if (send != null) {
        waits.add(new Wait(job, send));
      }
    }
    waits.sort(Comparator.comparingInt(wait -> wait.job().order()));
    return waits;
  }

  /// Whether an account has room for a job at some moment.
  private interface Room {
    boolean isThere(Job job, String account, long moment);
  }

  private static List<Idle> spans(
      History history,
      Queue queue,
      List<Wait> waits,
      Occupancy accounts,
      Occupancy queues,
      Room room) {
    var spans = new ArrayList<Idle>();
    if (waits.isEmpty()) {
      return spans;
    }
    var moments = new TreeSet<Long>();
    for (var wait : waits) {
      moments.add(wait.from());
      moments.add(wait.send().at());
    }
    var first = moments.getFirst();
    var last = moments.getLast();
    queues.changes(queue.id()).forEach(moments::add);
    for (var account : queue.accounts()) {
      accounts.changes(account).forEach(moments::add);
      moments.addAll(history.limitChanges(account));
    }
    var pauses =
        history.pauses().stream().filter(pause -> pause.queue().equals(queue.id())).toList();
    for (var pause : pauses) {
      moments.add(pause.asked());
      moments.add(pause.resumed());
    }
    Long from = null;
    for (var moment : moments.subSet(first, true, last, true)) {
      var heads = heads(waits, moment);
      var idle =
          !heads.isEmpty()
              && pauses.stream().noneMatch(pause -> pause.mayHold(moment))
              && queues.at(queue.id(), moment) < queue.limit()
              && heads.stream()
                  .allMatch(
                      head ->
                          head.accounts(queue).stream()
                              .anyMatch(account -> room.isThere(head.job(), account, moment)));
      if (idle && from == null) {
        from = moment;
      } else if (!idle && from != null) {
        spans.add(new Idle(queue.id(), from, moment));
        from = null;
      }
    }
    return spans;
  }

  /// The waiting jobs of which each may be the head: requests that overlapped may have been
  /// accepted in either order.
  private static List<Wait> heads(List<Wait> waits, long moment) {
    var waiting = waits.stream().filter(wait -> wait.covers(moment)).toList();
    return waiting.stream()
        .filter(wait -> !waiting.getFirst().job().isSurelyBefore(wait.job()))
        .toList();
  }
}
