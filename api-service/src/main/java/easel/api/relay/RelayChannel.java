package easel.api.relay;

import com.rabbitmq.client.ShutdownSignalException;
import easel.api.broker.Broker;
import easel.api.broker.ConfirmedChannel;
import easel.api.outage.BrokerUnreachable;
import easel.common.id.QueueId;
import easel.common.message.LaneJob;
import easel.common.message.Wire;
import easel.common.topology.Topology;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One relay thread's way to the broker: reopened after a failure, and then used only once the
/// broker is known to hold what was published before.
final class RelayChannel implements AutoCloseable {
  private final Broker broker;
  private final BrokerMark mark;
  private final Set<QueueId> declared = new HashSet<>();
  private @Nullable ConfirmedChannel channel;

  RelayChannel(Broker broker, BrokerMark mark) {
    this.broker = broker;
    this.mark = mark;
  }

  /// Makes sure that there is a working channel, and the queue's lane.
  void prepare(QueueId queue) {
    var open = open();
    if (declared.contains(queue)) {
      return;
    }
    try {
      broker.declareLane(open.raw(), queue);
    } catch (IOException | ShutdownSignalException failed) {
      open.close();
      throw new BrokerUnreachable("RabbitMQ did not declare " + Topology.lane(queue), failed);
    }
    declared.add(queue);
  }

  /// Publishes a job and waits until the broker has it. Never reopens: between the jobs of one run
  /// the broker must not have been another.
  void publish(LaneJob job) {
    var open = channel;
    if (open == null) {
      throw new BrokerUnreachable("no channel to RabbitMQ");
    }
    open.publish(Topology.lane(job.queue()), Wire.write(job), Map.of());
  }

  private ConfirmedChannel open() {
    var known = channel;
    if (known != null && known.isOpen()) {
      return known;
    }
    declared.clear();
    channel = null;
    var opened = broker.openPublisher();
    try {
      // After opening: what is emptied later closes this channel.
      mark.require();
    } catch (RuntimeException failed) {
      opened.close();
      throw failed;
    }
    channel = opened;
    return opened;
  }

  @Override
  public void close() {
    var open = channel;
    if (open != null) {
      open.close();
    }
  }
}
