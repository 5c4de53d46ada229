package easel.dispatcher.dispatch;

import easel.common.id.AccountId;
import easel.common.id.QueueId;
import easel.dispatcher.pool.Turn;
import easel.dispatcher.pool.Turns;
import java.util.HashMap;
import java.util.Map;

/// Turns that outlive the dispatcher that wrote them.
final class TurnsInMemory implements Turns {
  private final Map<QueueId, Map<AccountId, Long>> lastJobs = new HashMap<>();

  @Override
  public Turn of(QueueId queue) {
    return new Turn(lastJobs.getOrDefault(queue, Map.of()));
  }

  @Override
  public void note(QueueId queue, AccountId account, long number) {
    lastJobs.computeIfAbsent(queue, _ -> new HashMap<>()).merge(account, number, Math::max);
  }
}
