package easel.dispatcher.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// What was published on a channel and is not confirmed yet, by the channel's numbers.
final class Unconfirmed {
  private final NavigableMap<Long, Settlement> settlements = new TreeMap<>();

  void add(long number, Settlement settlement) {
    settlements.put(number, settlement);
  }

  void returned(long number) {
    var settlement = settlements.get(number);
    if (settlement != null) {
      settlement.returned();
    }
  }

  /// @return what is settled by this confirm, in the order in which it was published
  List<Settlement> confirmed(long number, boolean multiple, boolean accepted) {
    var meant =
        multiple
            ? settlements.headMap(number, true)
            : settlements.subMap(number, true, number, true);
    var settled = new ArrayList<Settlement>();
    for (var settlement : meant.values()) {
      if (settlement.confirmed(accepted)) {
        settled.add(settlement);
      }
    }
    meant.clear();
    return settled;
  }

  /// Forgets what waits for longer, so that a confirm that comes late means nothing.
  List<Settlement> giveUpOlderThan(Duration patience) {
    var now = System.nanoTime();
    var givenUp =
        settlements.values().stream()
            .filter(settlement -> now - settlement.sinceNanos > patience.toNanos())
            .distinct()
            .toList();
    settlements.values().removeAll(givenUp);
    return givenUp;
  }

  boolean isEmpty() {
    return settlements.isEmpty();
  }

  void clear() {
    settlements.clear();
  }
}
