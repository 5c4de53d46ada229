package easel.api.broker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ChannelContinuationTimeoutException;
import com.rabbitmq.client.ShutdownSignalException;
import easel.api.outage.BrokerUnreachable;
import easel.common.id.QueueId;
import easel.common.topology.Topology;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.stereotype.Component;

/// Opens channels to RabbitMQ and declares what is on it. Publishers have a connection of their
/// own: a broker short of memory blocks publishers, and must not block our acknowledgements with
/// them.
@Component
public class Broker {
  // A queue without a leader is deleted only when 5 s have passed without an answer of it.
  private static final Duration DELETED = Duration.ofSeconds(15);
  private static final int ABANDONED_MILLIS = 500;
  private static final Logger LOG = LoggerFactory.getLogger(Broker.class);

  private final ConnectionFactory consumers;
  private final ConnectionFactory publishers;
  private final BrokerProperties properties;

  Broker(CachingConnectionFactory connections, BrokerProperties properties) {
    this.consumers = connections;
    var publishers = connections.getPublisherConnectionFactory();
    this.publishers = publishers == null ? connections : publishers;
    this.properties = properties;
  }

  /// A channel to consume on.
  ///
  /// @throws BrokerUnreachable if there is no broker
  public Channel openConsumer() {
    return open(consumers);
  }

  /// A channel whose publishes are confirmed.
  ///
  /// @throws BrokerUnreachable if there is no broker
  public ConfirmedChannel openPublisher() {
    return ConfirmedChannel.on(open(publishers));
  }

  /// Declares a queue with competing consumers, and where its dead letters go.
  public void declarePlain(Channel channel, String queue) throws IOException {
    declareDeadLetters(channel);
    channel.queueDeclare(queue, true, false, false, Topology.plainQueue(properties.queueType()));
  }

  /// Declares the lane of a queue.
  public void declareLane(Channel channel, QueueId queue) throws IOException {
    declareDeadLetters(channel);
    channel.queueDeclare(
        Topology.lane(queue), true, false, false, Topology.orderedQueue(properties.queueType()));
  }

  /// Whether a queue that is made now, of the kind that lanes are, takes a message.
  public boolean takesMessages() {
    var queue = "api.trial." + UUID.randomUUID();
    try (var trial = openPublisher()) {
      trial
          .raw()
          .queueDeclare(queue, true, false, false, Topology.plainQueue(properties.queueType()));
      try {
        trial.publish(queue, new byte[0], Map.of());
        return true;
      } finally {
        delete(queue);
      }
    } catch (IOException | BrokerUnreachable | ShutdownSignalException failed) {
      LOG.atWarn().setCause(failed).log("RabbitMQ takes no message for a new queue either");
      return false;
    }
  }

  /// Deletes a queue with all that it holds; done when it returns.
  public void delete(String queue) {
    var channel = openConsumer();
    try {
      channel
          .asyncCompletableRpc(new AMQP.Queue.Delete.Builder().queue(queue).build())
          .get(DELETED.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new BrokerUnreachable("interrupted before RabbitMQ deleted " + queue, interrupted);
    } catch (IOException | ExecutionException | TimeoutException failed) {
      throw new BrokerUnreachable("RabbitMQ did not delete " + queue, failed);
    } finally {
      release(channel);
    }
  }

  /// Declares a queue that holds nothing: it only is, or is not.
  public void declareMark(String queue) {
    var channel = openConsumer();
    try {
      // Of the kind that outlives a node, as the lanes do: else one node's loss would hide it.
      channel.queueDeclare(queue, true, false, false, Topology.plainQueue(properties.queueType()));
    } catch (IOException failed) {
      throw new BrokerUnreachable("RabbitMQ did not declare " + queue, failed);
    } finally {
      release(channel);
    }
  }

  /// Declares the exchange of replies and the API's queue of them.
  public void declareReplies(Channel channel) throws IOException {
    channel.exchangeDeclare(Topology.REPLIES, BuiltinExchangeType.TOPIC, true);
    declarePlain(channel, Topology.REPLIES_API);
    channel.queueBind(Topology.REPLIES_API, Topology.REPLIES, Topology.JOB_REPLIES);
    channel.queueBind(Topology.REPLIES_API, Topology.REPLIES, Topology.ACCOUNT_REPLIES);
  }

  /// How many messages a queue holds that no consumer has; empty if there is no such queue.
  public OptionalInt ready(String queue) {
    var channel = openConsumer();
    try {
      return OptionalInt.of(channel.queueDeclarePassive(queue).getMessageCount());
    } catch (ChannelContinuationTimeoutException silent) {
      throw new Unanswered("RabbitMQ did not say how long " + queue + " is", silent);
    } catch (IOException failed) {
      if (isNotFound(failed)) {
        return OptionalInt.empty();
      }
      throw new BrokerUnreachable("RabbitMQ did not say how long " + queue + " is", failed);
    } finally {
      release(channel);
    }
  }

  /// Closes a channel that is not needed any more, or no longer works.
  public static void release(Channel channel) {
    try {
      channel.abort();
    } catch (IOException _) {
      // closed already
    }
  }

  /// Gives up the connection of a channel on which something was left unanswered: once that channel
  /// is closed, it holds up the others. The next channel comes with another connection.
  public static void giveUpConnection(Channel channel) {
    channel.getConnection().abort(ABANDONED_MILLIS);
  }

  private static boolean isNotFound(IOException failed) {
    return failed.getCause() instanceof ShutdownSignalException shutdown
        && shutdown.getReason() instanceof AMQP.Channel.Close close
        && close.getReplyCode() == AMQP.NOT_FOUND;
  }

  /// Declares the exchange of announcements.
  public void declareControl(Channel channel) throws IOException {
    channel.exchangeDeclare(Topology.CONTROL, BuiltinExchangeType.FANOUT, true);
  }

  private void declareDeadLetters(Channel channel) throws IOException {
    channel.queueDeclare(
        Topology.DEAD_LETTERS, true, false, false, Topology.deadLetters(properties.queueType()));
  }

  private static Channel open(ConnectionFactory factory) {
    Connection connection = factory.createConnection();
    var client = connection.getDelegate();
    if (client == null) {
      throw new BrokerUnreachable("RabbitMQ gave no connection");
    }
    try {
      var channel = client.createChannel();
      if (channel == null) {
        throw new BrokerUnreachable("RabbitMQ has no channel left for this connection");
      }
      return channel;
    } catch (IOException failed) {
      throw new BrokerUnreachable("RabbitMQ opened no channel", failed);
    }
  }
}
