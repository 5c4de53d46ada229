package easel.dispatcher.member;

import easel.common.partition.Partitions;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// Which partitions one member owns, from what its heartbeats learn.
///
/// A member that was not known to live changes nothing for two beats: it just started, or Redis was
/// emptied and the others have not beaten yet.
final class Ownership {
  private static final int BEATS_TO_SETTLE = 2;

  private final String member;
  private int beatsAmong;
  private SortedSet<Integer> owned = new TreeSet<>();

  Ownership(String member) {
    this.member = member;
  }

  /// The partitions to own after this beat.
  Set<Integer> after(Living living) {
    beatsAmong = living.wasAmong() ? beatsAmong + 1 : 0;
    if (isSettled()) {
      owned = Partitions.ownedBy(member, living.members());
    }
    return Set.copyOf(owned);
  }

  boolean isSettled() {
    return beatsAmong >= BEATS_TO_SETTLE;
  }
}
