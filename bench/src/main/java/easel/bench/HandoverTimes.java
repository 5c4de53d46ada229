package easel.bench;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Pairs each arrival of a job with the end that freed its place: the place that has been free the
/// longest is filled first.
final class HandoverTimes {
  private record Handover(long ended, long arrived) {}

  private static final long NEVER_USED = Long.MIN_VALUE;

  private final int slots;
  private final Map<String, Deque<Long>> free = new HashMap<>();
  private final List<Handover> handovers = new ArrayList<>();

  /// @param slots of each account, all of which are free at first
  HandoverTimes(int slots) {
    this.slots = slots;
  }

  void ended(String account, long nanos) {
    freeOf(account).addLast(nanos);
  }

  void arrived(String account, long nanos) {
    var ended = freeOf(account).pollFirst();
    if (ended == null) {
      throw new IllegalStateException(
          "account %s: expected at most %d jobs at once, got one more".formatted(account, slots));
    }
    if (ended != NEVER_USED) {
      handovers.add(new Handover(ended, nanos));
    }
  }

  /// Of the jobs that ended in this span.
  Percentiles between(long from, long until) {
    return Percentiles.of(
        handovers.stream()
            .filter(handover -> handover.ended() >= from && handover.ended() < until)
            .mapToLong(handover -> handover.arrived() - handover.ended()));
  }

  private Deque<Long> freeOf(String account) {
    return free.computeIfAbsent(
        account,
        _ -> {
          var places = new ArrayDeque<Long>();
          for (var i = 0; i < slots; i++) {
            places.add(NEVER_USED);
          }
          return places;
        });
  }
}
