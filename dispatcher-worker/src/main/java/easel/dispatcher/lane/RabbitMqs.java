package easel.dispatcher.lane;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.ConnectionFactory;
import easel.common.topology.QueueType;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/// A few connections, so that one socket's queue of frames does not slow all partitions.
public final class RabbitMqs implements AutoCloseable {
  private static final int CONNECTIONS = 2;

  private final List<RabbitMq> connections;
  private final RabbitMq trial;
  private final QueueType queueType;
  private final AtomicBoolean outage = new AtomicBoolean();

  RabbitMqs(ConnectionFactory factory, List<Address> addresses, QueueType queueType) {
    this.queueType = queueType;
    this.connections =
        IntStream.range(0, CONNECTIONS)
            .mapToObj(
                i -> new RabbitMq(factory, addresses, queueType, "dispatcher-worker-" + i, outage))
            .toList();
    this.trial = new RabbitMq(factory, addresses, queueType, "dispatcher-worker-trial", outage);
  }

  RabbitMq ofPartition(int partition) {
    return connections.get(partition % CONNECTIONS);
  }

  /// For what may cost the broker the whole connection.
  RabbitMq trial() {
    return trial;
  }

  RabbitMq any() {
    return connections.getFirst();
  }

  QueueType queueType() {
    return queueType;
  }

  /// Whether RabbitMQ was reachable when last needed; a connection is opened when it is needed
  /// first.
  public boolean isReachable() {
    return !outage.get() && connections.stream().anyMatch(RabbitMq::isOpen);
  }

  @Override
  public void close() {
    connections.forEach(RabbitMq::close);
    trial.close();
  }
}
