package easel.dispatcher.lane;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import easel.common.id.QueueId;
import easel.common.topology.Topology;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds lanes that are consumed and whose jobs reach nobody: RabbitMQ may give a consumer nothing
/// and tell nobody (docs/adr/0012). Such a lane has jobs in two looks, and has delivered none.
///
/// So that many lanes cost no more than few, each look is at some of them, in turn.
final class SilentLanes {
  private static final long INTERVAL = Duration.ofSeconds(3).toNanos();
  private static final int AT_ONCE = 100;

  private final Deque<QueueId> line = new ArrayDeque<>();

  /// Lanes that had jobs when looked at, and how many they had delivered by then.
  private final Map<QueueId, Long> suspects = new HashMap<>();

  private long nextNanos = System.nanoTime() + INTERVAL;

  /// Looks, if it is time to; waits for the broker.
  ///
  /// @param consumed the lanes that are consumed on the channel
  /// @return one that is silent, or is not there any more
  @Nullable QueueId find(LaneChannel channel, Set<QueueId> consumed, Connection connection)
      throws IOException {
    if (System.nanoTime() - nextNanos < 0) {
      return null;
    }
    nextNanos = System.nanoTime() + INTERVAL;
    suspects.keySet().retainAll(consumed);
    if (line.isEmpty()) {
      line.addAll(consumed);
    }
    var next = new LinkedHashSet<>(suspects.keySet());
    for (int i = 0; i < AT_ONCE && !line.isEmpty(); i++) {
      next.add(line.remove());
    }
    next.removeIf(lane -> !consumed.contains(lane) || channel.holdsHeadOf(lane));
    if (next.isEmpty()) {
      return null;
    }
    var beside = RabbitMq.channel(connection);
    try {
      return firstSilent(next, channel, beside);
    } finally {
      beside.abort(); // of one that a refusal closed, too
    }
  }

  private @Nullable QueueId firstSilent(
      Iterable<QueueId> lanes, LaneChannel channel, Channel beside) throws IOException {
    for (var lane : lanes) {
      var delivered = channel.deliveredOf(lane);
      OptionalInt waiting = RabbitMq.waiting(beside, Topology.lane(lane));
      if (waiting.isEmpty()) {
        return lane;
      }
      if (waiting.getAsInt() == 0 || channel.holdsHeadOf(lane)) {
        suspects.remove(lane);
        continue;
      }
      var before = suspects.put(lane, delivered);
      if (before != null && before == delivered) {
        return lane;
      }
    }
    return null;
  }

  /// The channel is another.
  void forget() {
    line.clear();
    suspects.clear();
  }
}
