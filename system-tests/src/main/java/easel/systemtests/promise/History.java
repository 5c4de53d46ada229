package easel.systemtests.promise;

import java.time.Duration;
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
  /// @param order in which acceptance was answered within its queue
  /// @param asked when it was first asked for
  /// @param accepted when the answer came
  /// @param pinned whether it was bound to an account by the customer: then it takes no turn
  public record Job(
      String tag, String queue, int order, long asked, long accepted, boolean pinned) {
    /// One that was asked for while no other of its queue was.
    public Job(String tag, String queue, int order, long accepted, boolean pinned) {
      this(tag, queue, order, accepted, accepted, pinned);
    }

    /// Whether it is certain that this one was accepted before the other.
    boolean isSurelyBefore(Job other) {
      return order < other.order && !(asked < other.accepted && other.asked < accepted);
    }
  }

  /// A command that Discord took. Of a dialog it is the press that opened it: from there on its job
  /// has a slot.
  public record Send(String tag, String account, long at) {}

  /// A request with the job's command as Discord saw it, whatever became of it.
  ///
  /// @param thread the channel in which it was given
  /// @param outcome the HTTP status, CUT or HUNG
  /// @param taken whether Midjourney got it
  public record Attempt(
      String tag, String account, String thread, long at, String outcome, boolean taken) {
    /// In a thread that does not matter.
    public Attempt(String tag, String account, long at, String outcome, boolean taken) {
      this(tag, account, "", at, outcome, taken);
    }

    /// Whether the answer left it open if the command was taken.
    public boolean leftInDoubt() {
      return outcome.equals("HUNG") || outcome.equals("CUT") || outcome.startsWith("5");
    }
  }

  /// A job leaving its place at Midjourney; `end` is the simulator's word for it, or {@link
  /// #UNANSWERED}.
  ///
  /// @param picture where the picture is, without what expires; empty if there is none
  /// @param text what Midjourney wrote; empty of a job that draws
  public record End(String tag, String account, long at, String end, String picture, String text) {
    /// Of a job whose command was taken, and of which Midjourney never made one.
    public static final String UNANSWERED = "UNANSWERED";

    /// Of a job whose picture nobody looks at.
    public End(String tag, String account, long at, String end) {
      this(tag, account, at, end, "");
    }

    /// Of a job that draws.
    public End(String tag, String account, long at, String end, String picture) {
      this(tag, account, at, end, picture, "");
    }
  }

  /// A slot that Easel keeps for a job of which Discord shows nothing any more, or nothing yet.
  public record Held(String tag, String account, long from, long until) {}

  /// What Easel told of a job in the end.
  ///
  /// @param sent null where Easel does not know
  /// @param why the reason of a failure, empty otherwise
  /// @param picture where the picture is, without what expires; empty if there is none
  /// @param text what Midjourney wrote; empty of a job that draws
  public record Told(
      String status,
      @Nullable Boolean sent,
      String why,
      String picture,
      String text,
      long firstSeen) {
    /// Of a job that draws.
    public Told(String status, @Nullable Boolean sent, String why, String picture, long firstSeen) {
      this(status, sent, why, picture, "", firstSeen);
    }

    /// Of a job whose picture nobody looks at.
    public Told(String status, boolean sent, String why) {
      this(status, sent, why, "", 0);
    }

    /// Whether both say the same of the job.
    boolean agreesWith(Told other) {
      return status.equals(other.status)
          && why.equals(other.why)
          && picture.equals(other.picture)
          && text.equals(other.text)
          && Objects.equals(sent, other.sent);
    }
  }

  /// A span in which a queue was paused at the customer's wish.
  ///
  /// @param asked when the pause was asked for
  /// @param from when it was answered: from here on it holds
  /// @param to when its end was asked for
  /// @param resumed when that was answered
  public record Pause(String queue, long asked, long from, long to, long resumed) {
    boolean mayHold(long moment) {
      return asked <= moment && moment < resumed;
    }
  }

  /// A customer asked to unlink an account.
  ///
  /// @param link Easel's number of it, which is another when it is linked again
  public record Unlink(long link, long asked) {}

  /// A span in which it is not certain that an account could take jobs: Easel said that it could
  /// not, or did not say.
  public record Unsure(String account, long from, long to) {
    boolean touches(Job job) {
      return job.asked() <= to && from <= job.accepted();
    }
  }

  /// An imagine that a person typed at Discord, beside Easel.
  ///
  /// @param began when Midjourney began it: until then it waited in the account's line there
  public record ByHand(String thread, String account, long at, long began) {}

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

  // What has begun shows in its thread only a little later.
  private static final Duration LATE_START = Duration.ofSeconds(3);

  private final Map<String, NavigableMap<Long, Integer>> limits = new HashMap<>();
  private final Map<String, NavigableMap<Long, Integer>> promised = new HashMap<>();
  private final Map<String, Queue> queues = new HashMap<>();
  private final Map<String, Job> jobs = new HashMap<>();
  private final Map<String, Long> boundTo = new HashMap<>();
  private final Map<String, Long> handedTo = new HashMap<>();
  private final Set<String> cancelAsked = new HashSet<>();
  private final Map<String, List<Told>> told = new HashMap<>();
  private final List<Attempt> attempts = new ArrayList<>();
  private final List<Held> held = new ArrayList<>();
  private final List<Pause> pauses = new ArrayList<>();
  private final List<Unlink> unlinks = new ArrayList<>();
  private final List<Unsure> unsure = new ArrayList<>();
  private final List<ByHand> byHand = new ArrayList<>();
  private final List<Send> sends = new ArrayList<>();
  private final Set<String> dialogs = new HashSet<>();
  private final List<Attempt> fillings = new ArrayList<>();
  private final List<End> ends = new ArrayList<>();
  private final Map<String, Asked> asked = new HashMap<>();
  private final List<Got> got = new ArrayList<>();
  private final Map<String, String> webhooks = new HashMap<>();
  private final List<Notice> notices = new ArrayList<>();
  private final List<Fetched> fetched = new ArrayList<>();
  private final List<SeedAsked> seedsAsked = new ArrayList<>();
  private final List<SeedTold> seedsTold = new ArrayList<>();
  private final Map<String, String> digests = new HashMap<>();

  /// An account's limit is this from that moment on.
  public synchronized void limit(String account, int limit, long from) {
    limit(account, limit, from, from);
  }

  /// An account's limit was changed. A raised one may hold as soon as it is asked for, and must
  /// once that is answered; of a lowered one it is the other way round.
  public synchronized void limit(String account, int limit, long asked, long answered) {
    var isRaised = limit > limitNow(account);
    limits.computeIfAbsent(account, _ -> new TreeMap<>()).put(isRaised ? asked : answered, limit);
    promised.computeIfAbsent(account, _ -> new TreeMap<>()).put(isRaised ? answered : asked, limit);
  }

  public synchronized void unsure(Unsure span) {
    unsure.add(span);
  }

  /// Whether it is certain that all these accounts could take this job when it was accepted.
  synchronized boolean wereUsable(Set<String> accounts, Job job) {
    return unsure.stream().noneMatch(it -> accounts.contains(it.account()) && it.touches(job));
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

  /// A pinned job can run on this linked account alone.
  public synchronized void bound(String tag, long link) {
    boundTo.put(tag, link);
  }

  /// What a job asks for, where judges care.
  public synchronized void asked(String tag, Asked wish) {
    asked.put(tag, wish);
  }

  public synchronized Map<String, Asked> asked() {
    return Map.copyOf(asked);
  }

  /// What a job's result is: a picture where nobody said another thing.
  synchronized Asked.Result resultOf(String tag) {
    var wish = asked.get(tag);
    return wish == null ? Asked.Result.PICTURE : wish.result();
  }

  /// Whether a job asks to be drawn relaxed.
  public synchronized boolean isRelaxed(String tag) {
    var wish = asked.get(tag);
    return wish != null && wish.isRelaxed();
  }

  /// Whether nothing is drawn for a job before its dialog is filled in.
  public synchronized boolean isInDialog(String tag) {
    var wish = asked.get(tag);
    return wish != null && wish.inDialog();
  }

  public synchronized void got(Got given) {
    got.add(given);
  }

  synchronized List<Got> got() {
    return List.copyOf(got);
  }

  /// The end of a job is to be delivered to this address.
  public synchronized void webhook(String tag, String address) {
    webhooks.put(tag, address);
  }

  public synchronized Map<String, String> webhooks() {
    return Map.copyOf(webhooks);
  }

  public synchronized void notified(Notice notice) {
    notices.add(notice);
  }

  /// In the order in which they came.
  public synchronized List<Notice> notices() {
    return List.copyOf(notices);
  }

  public synchronized void fetched(Fetched picture) {
    fetched.add(picture);
  }

  public synchronized List<Fetched> fetched() {
    return List.copyOf(fetched);
  }

  public synchronized void seedAsked(SeedAsked question) {
    seedsAsked.add(question);
  }

  public synchronized List<SeedAsked> seedsAsked() {
    return List.copyOf(seedsAsked);
  }

  public synchronized void seedTold(SeedTold answer) {
    seedsTold.add(answer);
  }

  /// In the order in which they came.
  public synchronized List<SeedTold> seedsTold() {
    return List.copyOf(seedsTold);
  }

  /// What a picture of Midjourney's is, byte for byte.
  ///
  /// @param picture where it is, without what expires
  public synchronized void drawn(String picture, String digest) {
    digests.put(picture, digest);
  }

  /// Empty where nobody looked.
  synchronized String digestOf(String picture) {
    return digests.getOrDefault(picture, "");
  }

  /// Easel said of a job without a send that it was to run on this linked account.
  public synchronized void handedTo(String tag, long link) {
    if (!boundTo.containsKey(tag)) {
      handedTo.put(tag, link);
    }
  }

  /// Whether the account that a job is bound to was asked to be unlinked by then.
  public synchronized boolean wasUnlinked(String tag, long by) {
    return wasUnlinked(boundTo.get(tag), by);
  }

  /// Whether the account that a job was handed to was asked to be unlinked by then, and no more
  /// jobs ended without a send there than it has places.
  public synchronized boolean wasUnlinkedBeforeItsSend(String tag, long by, int places) {
    var link = handedTo.get(tag);
    return wasUnlinked(link, by)
        && handedTo.values().stream().filter(each -> each.equals(link)).count() <= places;
  }

  /// Whether a linked account was ever asked to be unlinked.
  synchronized boolean wasUnlinked(long link) {
    return unlinks.stream().anyMatch(unlink -> unlink.link() == link);
  }

  private boolean wasUnlinked(@Nullable Long link, long by) {
    return link != null
        && unlinks.stream().anyMatch(unlink -> unlink.asked() <= by && unlink.link() == link);
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

  public synchronized void paused(Pause pause) {
    pauses.add(pause);
  }

  public synchronized void unlinked(Unlink unlink) {
    unlinks.add(unlink);
  }

  public synchronized void typed(ByHand imagine) {
    byHand.add(imagine);
  }

  public synchronized void attempted(Attempt attempt) {
    attempts.add(attempt);
  }

  /// Midjourney has opened the dialog of a job.
  public synchronized void dialogOpened(String tag) {
    dialogs.add(tag);
  }

  synchronized boolean wasDialogOpened(String tag) {
    return dialogs.contains(tag);
  }

  /// A request that fills in the dialog that the job's press has opened.
  public synchronized void filledIn(Attempt filling) {
    fillings.add(filling);
  }

  /// In order of time.
  public synchronized List<Attempt> fillings() {
    return fillings.stream().sorted(Comparator.comparingLong(Attempt::at)).toList();
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

  public synchronized Map<String, Queue> queues() {
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

  synchronized List<Pause> pauses() {
    return List.copyOf(pauses);
  }

  /// Whether the owner of a job's account typed an imagine in the job's thread, by then: whose the
  /// picture is would have to be guessed.
  public synchronized boolean wasTypedBeside(String tag, long by) {
    return attempts.stream()
        .filter(attempt -> attempt.tag().equals(tag) && attempt.taken())
        .anyMatch(
            attempt ->
                byHand.stream()
                    .anyMatch(
                        typed ->
                            typed.thread().equals(attempt.thread())
                                && typed.account().equals(attempt.account())
                                && typed.began() >= attempt.at() - LATE_START.toNanos()
                                && typed.at() <= by));
  }

  synchronized List<Held> held() {
    return List.copyOf(held);
  }

  /// The moments at which the account's limit changed.
  synchronized Set<Long> limitChanges(String account) {
    return Set.copyOf(promised.getOrDefault(account, new TreeMap<>()).keySet());
  }

  /// How many jobs the account must at least be let run at that moment.
  synchronized int promisedLimit(String account, long at) {
    var changes = promised.get(account);
    var before = changes == null ? null : changes.floorEntry(at);
    return before == null ? 0 : before.getValue();
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
  synchronized int largestLimit(String account, long from, long to) {
    var changes = limits.get(account);
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
