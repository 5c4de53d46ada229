package easel.api.relay;

import easel.api.broker.Broker;
import easel.common.id.QueueId;
import easel.common.topology.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Lanes that are there and take nothing, though a new queue would: after a crash RabbitMQ may
/// leave a queue without a leader for ever (docs/adr/0008). Such a lane is deleted; whoever
/// publishes to it next finds it missing and fills it anew.
@Component
class SilentLanes {
  private static final Logger LOG = LoggerFactory.getLogger(SilentLanes.class);

  private final Broker broker;

  SilentLanes(Broker broker) {
    this.broker = broker;
  }

  /// RabbitMQ said nothing in time about the queue's lane.
  void unanswered(QueueId queue) {
    if (!broker.takesMessages()) {
      return;
    }
    broker.delete(Topology.lane(queue));
    LOG.atWarn()
        .addKeyValue("queue", queue)
        .log("A lane takes nothing, and a new queue does: it was deleted and is filled anew");
  }
}
