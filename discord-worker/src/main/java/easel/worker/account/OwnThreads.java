package easel.worker.account;

import easel.worker.claim.Threads;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The threads that Easel made for an account: the lowest without an open command is used next.
final class OwnThreads {
  private final TreeMap<Integer, Threads.Known> byOrdinal = new TreeMap<>();
  private final Set<Long> awake = new HashSet<>();
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

  Optional<Threads.Known> free(Set<Long> busy) {
    return byOrdinal.values().stream().filter(known -> !busy.contains(known.id())).findFirst();
  }

  int nextOrdinal() {
    int ordinal = 1;
    while (byOrdinal.containsKey(ordinal)) {
      ordinal++;
    }
    return ordinal;
  }

  void remove(long thread) {
    byOrdinal.values().removeIf(known -> known.id() == thread);
    awake.remove(thread);
  }

  void setAwake(long thread, boolean isAwake) {
    if (isAwake) {
      awake.add(thread);
    } else {
      awake.remove(thread);
    }
  }

  /// After a gap nobody knows which threads fell asleep, and what is the newest message of each.
  void forgetWhatWasHeard() {
    awake.clear();
    newest.clear();
    asked.clear();
  }

  boolean isAwake(long thread) {
    return awake.contains(thread);
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
