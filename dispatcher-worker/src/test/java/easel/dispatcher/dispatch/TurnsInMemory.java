package easel.dispatcher.dispatch;

import easel.common.id.AccountId;
import easel.common.id.QueueId;
import easel.dispatcher.pool.Turn;
import easel.dispatcher.pool.Turns;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns that outlive the dispatcher that wrote them.
final class TurnsInMemory implements Turns {
  private final Map<QueueId, Map<AccountId, Long>> lastJobs = new HashMap<>();

  private @Nullable QueueId broken;

  /// Whatever is asked about this queue fails, and not for want of an answer.
  void breakAt(QueueId queue) {
    broken = queue;
  }

  @Override
  public Turn of(QueueId queue) {
    if (queue.equals(broken)) {
      throw new IllegalStateException("broken on purpose");
    }
    return new Turn(lastJobs.getOrDefault(queue, Map.of()));
  }

  @Override
  public void note(QueueId queue, AccountId account, long number) {
    lastJobs.computeIfAbsent(queue, _ -> new HashMap<>()).merge(account, number, Math::max);
  }
}
