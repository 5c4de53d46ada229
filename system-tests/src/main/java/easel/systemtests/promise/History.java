package easel.systemtests.promise;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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

  /// A request with the job's command as Discord saw it, whatever became of it.
  ///
  /// @param outcome the HTTP status, CUT or HUNG
  /// @param taken whether Midjourney got it
  public record Attempt(String tag, String account, long at, String outcome, boolean taken) {
    /// Whether the answer left it open if the command was taken.
    public boolean leftInDoubt() {
      return outcome.equals("HUNG") || outcome.equals("CUT") || outcome.startsWith("5");
    }
  }

  /// A job leaving its place at Midjourney; `end` is the simulator's word for it, or {@link
  /// #UNANSWERED}.
  ///
  /// @param picture where the picture is, without what expires; empty if there is none
  public record End(String tag, String account, long at, String end, String picture) {
    /// Of a job whose command was taken, and of which Midjourney never made one.
    public static final String UNANSWERED = "UNANSWERED";

    /// Of a job whose picture nobody looks at.
    public End(String tag, String account, long at, String end) {
      this(tag, account, at, end, "");
    }
  }

  /// A slot that Easel keeps for a job of which Discord shows nothing any more, or nothing yet.
  public record Held(String tag, String account, long from, long until) {}

  /// What Easel told of a job in the end.
  ///
  /// @param sent null where Easel does not know
  /// @param why the reason of a failure, empty otherwise
  /// @param picture where the picture is, without what expires; empty if there is none
  public record Told(
      String status, @Nullable Boolean sent, String why, String picture, long firstSeen) {
    /// Of a job whose picture nobody looks at.
    public Told(String status, boolean sent, String why) {
      this(status, sent, why, "", 0);
    }

    /// Whether both say the same of the job.
    boolean agreesWith(Told other) {
      return status.equals(other.status)
          && why.equals(other.why)
          && picture.equals(other.picture)
          && Objects.equals(sent, other.sent);
    }
  }

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
  private final Map<String, List<Told>> told = new HashMap<>();
  private final List<Attempt> attempts = new ArrayList<>();
  private final List<Held> held = new ArrayList<>();
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

  /// Each time when an end was told; what was said before is kept.
  public synchronized void told(String tag, Told end) {
    var before = told.computeIfAbsent(tag, _ -> new ArrayList<>());
    if (before.stream().noneMatch(end::agreesWith)) {
      before.add(end);
    }
  }

  public synchronized void attempted(Attempt attempt) {
    attempts.add(attempt);
  }

  public synchronized void held(Held slot) {
    held.add(slot);
  }

  public synchronized void sent(Send send) {
    sends.add(send);
  }

  public synchronized void ended(End end) {
    ends.add(end);
  }

  public synchronized Map<String, Job> jobs() {
    return Map.copyOf(jobs);
  }

  synchronized Map<String, Queue> queues() {
    return Map.copyOf(queues);
  }

  public synchronized boolean wasCancelAsked(String tag) {
    return cancelAsked.contains(tag);
  }

  /// What was told first of each job.
  public synchronized Map<String, Told> told() {
    var first = new HashMap<String, Told>();
    told.forEach((tag, all) -> first.put(tag, all.getFirst()));
    return first;
  }

  /// All the different ends that were told of each job.
  synchronized Map<String, List<Told>> allTold() {
    var all = new HashMap<String, List<Told>>();
    told.forEach((tag, each) -> all.put(tag, List.copyOf(each)));
    return all;
  }

  /// In order of time.
  public synchronized List<Attempt> attempts() {
    return attempts.stream().sorted(Comparator.comparingLong(Attempt::at)).toList();
  }

  synchronized List<Held> held() {
    return List.copyOf(held);
  }

  synchronized Map<String, NavigableMap<Long, Integer>> limits() {
    return Map.copyOf(limits);
  }

  /// In order of time.
  public synchronized List<Send> sends() {
    return sends.stream().sorted(Comparator.comparingLong(Send::at)).toList();
  }

  /// In order of time.
  public synchronized List<End> ends() {
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
