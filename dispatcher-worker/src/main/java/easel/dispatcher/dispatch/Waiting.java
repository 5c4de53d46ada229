package easel.dispatcher.dispatch;

import easel.common.id.PoolId;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Held heads by what they wait for, oldest first, so that a freed place finds the right one at
/// once however many wait.
final class Waiting {
  private final Map<WaitsFor, NavigableSet<HeldHead>> heads = new HashMap<>();

  void add(HeldHead head, WaitsFor waitsFor) {
    head.waitsFor = waitsFor;
    heads.computeIfAbsent(waitsFor, _ -> new TreeSet<>(HeldHead.OLDEST_FIRST)).add(head);
  }

  void remove(HeldHead head) {
    var waitsFor = head.waitsFor;
    if (waitsFor == null) {
      return;
    }
    head.waitsFor = null;
    heads.computeIfPresent(
        waitsFor,
        (_, waiting) -> {
          waiting.remove(head);
          return waiting.isEmpty() ? null : waiting;
        });
  }

  /// The oldest head that could use a place of this account.
  @Nullable HeldHead oldestFor(String discordUser, PoolId pool) {
    var bound = first(new WaitsFor.OneAccount(discordUser));
    var inTurn = first(new WaitsFor.AnyAccount(pool));
    return older(bound, inTurn);
  }

  static @Nullable HeldHead older(@Nullable HeldHead one, @Nullable HeldHead other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return HeldHead.OLDEST_FIRST.compare(one, other) <= 0 ? one : other;
  }

  private @Nullable HeldHead first(WaitsFor waitsFor) {
    var waiting = heads.get(waitsFor);
    return waiting == null ? null : waiting.first();
  }

  void clear() {
    heads.clear();
  }
}
