package easel.api.relay;

import easel.api.broker.Broker;
import easel.api.database.Upkeep;
import easel.api.queue.Queues;
import easel.api.relay.RelayRows.Expected;
import easel.common.id.QueueId;
import easel.common.topology.Topology;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Finds lanes whose jobs the broker has lost, and has them published again. A false alarm costs
/// copies, which meet their claims and are answered.
@Component
class LostLanes implements Upkeep {
  private static final Logger LOG = LoggerFactory.getLogger(LostLanes.class);
  private static final Duration LOOK = Duration.ofSeconds(10);

  private final RelayRows rows;
  private final Broker broker;
  private final TransactionTemplate transactions;
  private final Relay relay;
  private final Queues queues;
  private final Map<QueueId, Integer> emptyLooks = new HashMap<>();

  LostLanes(
      RelayRows rows, Broker broker, TransactionTemplate transactions, Relay relay, Queues queues) {
    this.rows = rows;
    this.broker = broker;
    this.transactions = transactions;
    this.relay = relay;
    this.queues = queues;
  }

  @Override
  public String name() {
    return "lost-lanes";
  }

  @Override
  public Duration period() {
    return LOOK;
  }

  @Override
  public void run() {
    var expected = rows.expectedLanes(LOOK);
    var seen = new HashSet<QueueId>();
    for (var lane : expected) {
      seen.add(lane.queue());
      var _ = queues.declared(lane.queue());
      if (isLost(lane)) {
        emptyLooks.remove(lane.queue());
        restore(lane.queue());
      }
    }
    emptyLooks.keySet().retainAll(seen);
  }

  private boolean isLost(Expected lane) {
    var ready = broker.ready(Topology.lane(lane.queue()));
    if (ready.isEmpty()) {
      return true;
    }
    if (ready.getAsInt() > 0) {
      emptyLooks.remove(lane.queue());
      return false;
    }
    return isLost(lane.waiting(), emptyLooks.merge(lane.queue(), 1, Integer::sum));
  }

  /// Whether an empty lane was lost: one job may be the held head, which the broker does not count,
  /// and is another after a while.
  static boolean isLost(int waiting, int looks) {
    return waiting >= 2 ? looks >= 2 : looks >= 6;
  }

  private void restore(QueueId queue) {
    var jobs =
        transactions.execute(
            _ -> {
              rows.lock(queue);
              return rows.takeMarks(queue, LOOK.plusSeconds(5));
            });
    if (jobs > 0) {
      LOG.atWarn()
          .addKeyValue("queue", queue)
          .addKeyValue("jobs", jobs)
          .log("RabbitMQ lost a lane: publishing its jobs again");
      relay.wake(queue);
    }
  }
}
