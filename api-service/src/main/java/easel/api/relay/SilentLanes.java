package easel.api.relay;

import easel.api.broker.Broker;
import easel.common.id.QueueId;
import easel.common.topology.Topology;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/// Lanes that are there and take nothing, though a new queue would: after a crash RabbitMQ may
/// leave a queue without a leader for ever (docs/adr/0008). Such a lane is deleted; whoever
/// publishes to it next finds it missing and fills it anew.
///
/// Not at once: the connection may be half-open, or the leader's node just gone. And a lane that is
/// deleted while a node is down may meet its old self when that is back.
@Component
class SilentLanes {
  private static final Logger LOG = LoggerFactory.getLogger(SilentLanes.class);

  /// How often in a row a lane must say nothing, each time while a new queue takes a message.
  static final int PATIENCE = 3;

  private final BooleanSupplier aNewOneAnswers;
  private final Consumer<String> delete;
  private final Map<QueueId, Integer> unanswered = new ConcurrentHashMap<>();

  @Autowired
  SilentLanes(Broker broker) {
    this(broker::takesMessages, broker::delete);
  }

  SilentLanes(BooleanSupplier aNewOneAnswers, Consumer<String> delete) {
    this.aNewOneAnswers = aNewOneAnswers;
    this.delete = delete;
  }

  /// The queue's lane took what was published, or needed nothing.
  void answered(QueueId queue) {
    unanswered.remove(queue);
  }

  /// RabbitMQ said nothing in time about the queue's lane.
  void unanswered(QueueId queue) {
    if (!aNewOneAnswers.getAsBoolean()) {
      unanswered.remove(queue);
      return;
    }
    if (unanswered.merge(queue, 1, Integer::sum) < PATIENCE) {
      return;
    }
    unanswered.remove(queue);
    delete.accept(Topology.lane(queue));
    LOG.atWarn()
        .addKeyValue("queue", queue)
        .log("A lane takes nothing, and a new queue does: it was deleted and is filled anew");
  }
}
