package easel.dispatcher.lane;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Address;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownSignalException;
import easel.common.partition.Partitions;
import easel.common.topology.QueueType;
import easel.common.topology.Topology;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A connection to RabbitMQ that is opened again when it is asked for and lost. Attempts that fail
/// are repeated with growing pauses, however many ask.
final class RabbitMq implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RabbitMq.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final int ABANDONED_MILLIS = 500;

  private final ConnectionFactory factory;
  private final List<Address> addresses;
  private final QueueType queueType;
  private final String name;
  private final AtomicBoolean outage;

  private volatile @Nullable Connection connection;
  private Duration pause = Duration.ZERO;
  private long notBeforeNanos;
  private boolean closed;

  /// @param outage whether one is known, shared by all connections so that it is told once
  RabbitMq(
      ConnectionFactory factory,
      List<Address> addresses,
      QueueType queueType,
      String name,
      AtomicBoolean outage) {
    this.outage = outage;
    this.factory = factory;
    this.addresses = addresses;
    this.queueType = queueType;
    this.name = name;
  }

  boolean isOpen() {
    var current = connection;
    return current != null && current.isOpen();
  }

  /// @throws IOException if there is none now; ask again later
  synchronized Connection connection() throws IOException {
    var current = connection;
    if (current != null && current.isOpen()) {
      return current;
    }
    if (closed) {
      throw new IOException("The connection was closed by us");
    }
    if (System.nanoTime() - notBeforeNanos < 0) {
      throw new IOException("RabbitMQ is unreachable; the next attempt is due shortly");
    }
    try {
      var opened = open();
      connection = opened;
      pause = Duration.ZERO;
      if (outage.compareAndSet(true, false)) {
        log.info("RabbitMQ is reachable again");
      }
      return opened;
    } catch (IOException | TimeoutException | ShutdownSignalException failed) {
      pauseAfter(failed);
      throw new IOException("RabbitMQ did not accept a connection: " + failed.getMessage(), failed);
    }
  }

  private Connection open() throws IOException, TimeoutException {
    var opened = factory.newConnection(addresses, name);
    try {
      declareTopology(opened);
      return opened;
    } catch (IOException | TimeoutException | ShutdownSignalException failed) {
      abandon(opened);
      throw failed;
    }
  }

  private void pauseAfter(Exception failed) {
    var longer = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
    pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
    notBeforeNanos = System.nanoTime() + pause.toNanos();
    if (outage.compareAndSet(false, true)) {
      log.atWarn()
          .addKeyValue("addresses", addresses)
          .addKeyValue("cause", failed.toString())
          .log(
              "RabbitMQ is unreachable: nothing is dispatched until it answers; start it, or point"
                  + " spring.rabbitmq.addresses at a running one. It is tried again every few seconds");
    }
  }

  private void declareTopology(Connection opened) throws IOException, TimeoutException {
    declare(
        opened,
        Topology.REPLIES,
        channel -> channel.exchangeDeclare(Topology.REPLIES, BuiltinExchangeType.TOPIC, true));
    declare(
        opened,
        Topology.CONTROL,
        channel -> channel.exchangeDeclare(Topology.CONTROL, BuiltinExchangeType.FANOUT, true));
    declareQueue(opened, Topology.DEAD_LETTERS, Topology.deadLetters(queueType));
    declareQueue(opened, Topology.ASK, Topology.plainQueue(queueType));
    for (int partition = 0; partition < Partitions.COUNT; partition++) {
      declareQueue(opened, Topology.handOver(partition), Topology.orderedQueue(queueType));
    }
  }

  private static void declareQueue(Connection opened, String queue, Map<String, Object> arguments)
      throws IOException, TimeoutException {
    declare(opened, queue, channel -> declare(channel, queue, arguments));
  }

  private static void declare(Connection opened, String name, Declaration declaration)
      throws IOException, TimeoutException {
    try (var channel = channel(opened)) {
      declaration.on(channel);
    } catch (IOException | ShutdownSignalException refused) {
      if (!opened.isOpen()) {
        throw refused;
      }
      log.atWarn()
          .addKeyValue("name", name)
          .addKeyValue("cause", cause(refused))
          .log(
              "RabbitMQ refused a declaration: it exists with other arguments; delete it, or set"
                  + " EASEL_QUEUE_TYPE to what it is. It is used as it is");
    }
  }

  private static String cause(Exception refused) {
    var cause = refused.getCause();
    return (cause == null ? refused : cause).toString();
  }

  /// Whether a queue was refused because there is none of that name.
  static boolean isMissing(Exception refused) {
    return refused.getCause() instanceof ShutdownSignalException shutdown
        && shutdown.getReason() instanceof AMQP.Channel.Close close
        && close.getReplyCode() == AMQP.NOT_FOUND;
  }

  /// Gives up a connection on which the broker left something unanswered, before the broker closes
  /// it only after all its channels have ended, the one that hangs too.
  static void abandon(Connection unanswering) {
    unanswering.abort(ABANDONED_MILLIS);
  }

  static Channel channel(Connection connection) throws IOException {
    var channel = connection.createChannel();
    if (channel == null) {
      throw new IOException("expected a free channel number on the connection, got none");
    }
    return channel;
  }

  /// How many messages of a queue nobody holds; empty if there is no such queue, and then the
  /// channel is closed.
  static OptionalInt waiting(Channel channel, String queue) throws IOException {
    try {
      return OptionalInt.of(channel.queueDeclarePassive(queue).getMessageCount());
    } catch (IOException refused) {
      if (isMissing(refused)) {
        return OptionalInt.empty();
      }
      throw refused;
    }
  }

  private interface Declaration {
    void on(Channel channel) throws IOException;
  }

  static void declare(Channel channel, String queue, Map<String, Object> arguments)
      throws IOException {
    channel.queueDeclare(queue, true, false, false, arguments);
  }

  @Override
  public synchronized void close() {
    closed = true;
    var current = connection;
    if (current != null) {
      current.abort(2_000);
    }
  }
}
