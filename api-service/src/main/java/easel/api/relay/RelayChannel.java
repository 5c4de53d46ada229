package easel.api.relay;

import com.rabbitmq.client.ChannelContinuationTimeoutException;
import com.rabbitmq.client.ShutdownSignalException;
import easel.api.broker.Broker;
import easel.api.broker.ConfirmedChannel;
import easel.api.broker.Unanswered;
import easel.api.outage.BrokerUnreachable;
import easel.common.id.QueueId;
import easel.common.message.LaneJob;
import easel.common.message.LaneMade;
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

  /// Whether this channel knows that the queue's lane is there.
  boolean knows(QueueId queue) {
    return declared.contains(queue);
  }

  /// Makes the queue's lane unless it is there. Under the queue's lock: a lane is lost with all its
  /// jobs, and whoever makes it anew must publish those first.
  ///
  /// @param mayHaveBeen whether it may have been there before
  /// @param whenMissing done before a lane is made
  void prepare(QueueId queue, boolean mayHaveBeen, Runnable whenMissing) {
    var open = working();
    var missing = broker.ready(Topology.lane(queue)).isEmpty();
    if (missing) {
      whenMissing.run();
    }
    try {
      broker.declareLane(open.raw(), queue);
      if (missing) {
        open.announce(Topology.CONTROL, Wire.write(new LaneMade(queue, mayHaveBeen)));
      }
    } catch (ChannelContinuationTimeoutException silent) {
      open.giveUp();
      throw new Unanswered("RabbitMQ did not declare " + Topology.lane(queue), silent);
    } catch (IOException | ShutdownSignalException failed) {
      open.close();
      throw new BrokerUnreachable("RabbitMQ did not declare " + Topology.lane(queue), failed);
    }
    declared.add(queue);
  }

  /// Publishes a job and waits until the broker has it. Never reopens: between the jobs of one run
  /// the broker must not have been another.
  void publish(LaneJob job) {
    working().publish(Topology.lane(job.queue()), Wire.write(job), Map.of());
  }

  private ConfirmedChannel working() {
    var open = channel;
    if (open == null) {
      throw new BrokerUnreachable("no channel to RabbitMQ");
    }
    return open;
  }

  /// Makes sure that there is a working channel. Not to be called with a queue's lock held.
  void open() {
    var known = channel;
    if (known != null && known.isOpen()) {
      return;
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
  }

  @Override
  public void close() {
    var open = channel;
    if (open != null) {
      open.close();
    }
  }
}
