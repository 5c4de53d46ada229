package easel.worker.account;

import easel.worker.claim.Threads;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import java.util.stream.Stream;

/// The threads that Easel made for an account: the lowest without an open command is used next, one
/// that is awake before one that would have to be woken.
final class OwnThreads {
  // Discord archives none that was awake so lately.
  private static final long STAYS_AWAKE = TimeUnit.MINUTES.toNanos(30);

  private final TreeMap<Integer, Threads.Known> byOrdinal = new TreeMap<>();
  // By `nanoTime`: when each was last known to be awake.
  private final Map<Long, Long> awake = new HashMap<>();
  // What Discord was asked to archive and not to wake since: whatever is heard of it, nothing is
  // sent there.
  private final Set<Long> putAway = new HashSet<>();
  private final Set<Long> retired = new HashSet<>();
  // The newest message of each channel that was heard of.
  private final Map<Long, Long> newest = new HashMap<>();
  private final Set<Long> asked = new HashSet<>();

  void add(Threads.Known thread) {
    byOrdinal.put(thread.ordinal(), thread);
  }

  boolean isOwn(long thread) {
    return byOrdinal.values().stream().anyMatch(known -> known.id() == thread);
  }

  Collection<Threads.Known> all() {
    return byOrdinal.values();
  }

  Optional<Threads.Known> free(Set<Long> busy, LongPredicate isAwake) {
    return byOrdinal.values().stream()
        .filter(known -> !busy.contains(known.id()))
        .min(Comparator.comparing(known -> !isAwake.test(known.id())));
  }

  /// Those that are not needed, where so many are.
  List<Long> unneeded(int needed) {
    return Stream.concat(
            retired.stream(), byOrdinal.values().stream().skip(needed).map(Threads.Known::id))
        .toList();
  }

  int nextOrdinal() {
    int ordinal = 1;
    while (byOrdinal.containsKey(ordinal)) {
      ordinal++;
    }
    return ordinal;
  }

  /// Nothing more is sent there.
  void retire(long thread) {
    byOrdinal.values().removeIf(known -> known.id() == thread);
    retired.add(thread);
  }

  void setAwake(long thread, long now) {
    awake.put(thread, now);
  }

  void setAsleep(long thread) {
    awake.remove(thread);
  }

  void woken(long thread, long now) {
    putAway.remove(thread);
    setAwake(thread, now);
  }

  void putAway(long thread) {
    putAway.add(thread);
  }

  boolean isPutAway(long thread) {
    return putAway.contains(thread);
  }

  /// After a gap nobody knows which threads fell asleep, and what is the newest message of each.
  void forgetWhatWasHeard() {
    awake.clear();
    newest.clear();
    asked.clear();
  }

  boolean isAwake(long thread, long now) {
    var known = awake.get(thread);
    return known != null && now - known < STAYS_AWAKE;
  }

  void heard(long channel, long message) {
    newest.merge(channel, message, Math::max);
  }

  /// Discord said which message is the newest there.
  void asked(long channel, long message) {
    heard(channel, message);
    asked.add(channel);
  }

  /// Whether nothing can still be on its way to us of what was there before the account was ours.
  boolean knowsNewest(long channel) {
    return asked.contains(channel);
  }

  /// A thread's id is that of its first message at the latest.
  long newest(long channel) {
    return newest.getOrDefault(channel, 0L);
  }
}
