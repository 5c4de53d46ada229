package easel.systemtests.chaos;

import easel.systemtests.promise.History;
import easel.systemtests.promise.History.Unsure;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Gathers what Easel tells of whether accounts can take jobs, and tells the history when that was
/// not certain: from the last time that it said so until the next. For one thread.
final class Readiness {
  /// What is not told for longer may have changed and changed back.
  static final Duration LONGEST_SILENCE = Duration.ofSeconds(5);

  private final History history;
  private final Map<String, Long> lastReady = new HashMap<>();
  private final Map<String, String> lastSince = new HashMap<>();
  private final Set<String> doubted = new HashSet<>();

  Readiness(History history) {
    this.history = history;
  }

  /// @param readySince of each account since when it is READY, empty if it is not; another time
  ///   than before says that it was not between the two looks
  /// @param asked when that was asked, by `nanoTime`
  /// @param answered when it was answered
  void told(Map<String, Optional<String>> readySince, long asked, long answered) {
    readySince.forEach(
        (account, since) -> {
          if (since.isEmpty()) {
            doubted.add(account);
            lastReady.putIfAbsent(account, asked);
            return;
          }
          var sinceBefore = lastSince.put(account, since.get());
          if (sinceBefore != null && !sinceBefore.equals(since.get())) {
            doubted.add(account);
          }
          var before = lastReady.put(account, asked);
          if (before != null
              && (doubted.remove(account) || answered - before > LONGEST_SILENCE.toNanos())) {
            history.unsure(new Unsure(account, before, answered));
          }
        });
  }

  /// Nothing more will be told.
  void end(long now) {
    lastReady.forEach(
        (account, before) -> {
          if (doubted.contains(account) || now - before > LONGEST_SILENCE.toNanos()) {
            history.unsure(new Unsure(account, before, now));
          }
        });
  }
}
