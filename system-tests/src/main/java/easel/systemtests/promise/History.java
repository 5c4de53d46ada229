package easel.systemtests.promise;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/// What a run was: what was submitted to Easel and what Discord saw of it. All times are
/// nanoseconds of this machine's monotonic clock, which its processes share. A job is known by its
/// tag, a word that nobody else's prompt holds.
public final class History {
  /// A job that Easel accepted.
  ///
  /// @param order of acceptance within its queue
  /// @param accepted when the answer came
  /// @param pinned whether it was bound to an account by the customer: then it takes no turn
  public record Job(String tag, String queue, int order, long accepted, boolean pinned) {}

  /// A command that Discord took.
  public record Send(String tag, String account, long at) {}

  /// A job leaving its place at Midjourney; `end` is the simulator's word for it.
  public record End(String tag, String account, long at, String end) {}

  /// What Easel told of a job in the end.
  ///
  /// @param why the reason of a failure, empty otherwise
  public record Told(String status, boolean sent, String why) {}

  /// @param accounts the Discord users that may serve it
  /// @param limit the most jobs at once, over all accounts
  /// @param turn how its jobs are spread
  public record Queue(String id, String customer, Set<String> accounts, int limit, Turn turn) {
    public Queue {
      accounts = Set.copyOf(accounts);
    }
  }

  /// How jobs are spread over accounts.
  public enum Turn {
    /// Pro, Dedicated: chosen at acceptance, over all the customer's queues.
    AT_ACCEPTANCE,
    /// Trial, Standard: the account with a free slot that the queue used longest ago.
    AT_HAND_OVER,
    /// Something changed its accounts during the run: not judged.
    CHANGED
  }

  private final Map<String, NavigableMap<Long, Integer>> limits = new HashMap<>();
  private final Map<String, Queue> queues = new HashMap<>();
  private final Map<String, Job> jobs = new HashMap<>();
  private final Set<String> cancelAsked = new HashSet<>();
  private final Map<String, Told> told = new HashMap<>();
  private final List<Send> sends = new ArrayList<>();
  private final List<End> ends = new ArrayList<>();

  /// An account's limit is this from that moment on.
  public synchronized void limit(String account, int limit, long from) {
    limits.computeIfAbsent(account, _ -> new TreeMap<>()).put(from, limit);
  }

  /// The account's limit as last set.
  public synchronized int limitNow(String account) {
    var changes = limits.get(account);
    return changes == null ? 0 : changes.lastEntry().getValue();
  }

  public synchronized void queue(Queue queue) {
    queues.put(queue.id(), queue);
  }

  public synchronized void accepted(Job job) {
    var before = jobs.put(job.tag(), job);
    if (before != null) {
      throw new IllegalArgumentException("expected one job with tag " + job.tag());
    }
  }

  public synchronized void cancelAsked(String tag) {
    cancelAsked.add(tag);
  }

  public synchronized void told(String tag, Told end) {
    told.put(tag, end);
  }

  public synchronized void sent(Send send) {
    sends.add(send);
  }

  public synchronized void ended(End end) {
    ends.add(end);
  }

  synchronized Map<String, Job> jobs() {
    return Map.copyOf(jobs);
  }

  synchronized Map<String, Queue> queues() {
    return Map.copyOf(queues);
  }

  synchronized boolean wasCancelAsked(String tag) {
    return cancelAsked.contains(tag);
  }

  synchronized Map<String, Told> told() {
    return Map.copyOf(told);
  }

  synchronized Map<String, NavigableMap<Long, Integer>> limits() {
    return Map.copyOf(limits);
  }

  /// In order of time.
  synchronized List<Send> sends() {
    return sends.stream().sorted(Comparator.comparingLong(Send::at)).toList();
  }

  /// In order of time.
  synchronized List<End> ends() {
    return ends.stream().sorted(Comparator.comparingLong(End::at)).toList();
  }

  /// The largest limit that was in force on the account at any moment of this span.
  int largestLimit(String account, long from, long to) {
    var changes = limits().get(account);
    if (changes == null) {
      return 0;
    }
    var before = changes.floorEntry(from);
    var largest = before == null ? 0 : before.getValue();
    for (var limit : changes.subMap(from, true, to, true).values()) {
      largest = Math.max(largest, limit);
    }
    return largest;
  }
}
