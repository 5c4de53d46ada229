package easel.dispatcher.lane;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConfirmListener;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import easel.common.id.QueueId;
import easel.common.topology.Topology;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One channel on which lanes are consumed and their heads handed over. Whatever is acknowledged or
/// published through it can only concern what it delivered: once it is closed, so is all of that.
///
/// Consuming may happen on one thread while another publishes and acknowledges.
public final class LaneChannel {
  private static final Logger log = LoggerFactory.getLogger(LaneChannel.class);
  private static final int PERSISTENT = 2;

  private final Channel channel;
  private final String freedPlaces;
  private final Consumer<LaneEvent> events;

  /// Lanes whose head was delivered and neither acknowledged nor returned, by its tag.
  private final Map<Long, QueueId> heads = new ConcurrentHashMap<>();

  /// How many heads each lane has delivered.
  private final Map<QueueId, Long> delivered = new ConcurrentHashMap<>();

  private LaneChannel(Channel channel, String freedPlaces, Consumer<LaneEvent> events) {
    this.channel = channel;
    this.freedPlaces = freedPlaces;
    this.events = events;
  }

  /// @param freedPlaces the queue on which it hears of them
  static LaneChannel open(Connection connection, String freedPlaces, Consumer<LaneEvent> events)
      throws IOException {
    var channel = RabbitMq.channel(connection);
    var lanes = new LaneChannel(channel, freedPlaces, events);
    channel.basicQos(1, false);
    channel.confirmSelect();
    channel.addConfirmListener(
        new ConfirmListener() {
          @Override
          public void handleAck(long number, boolean multiple) {
            events.accept(new LaneEvent.Confirmed(lanes, number, multiple, true));
          }

          @Override
          public void handleNack(long number, boolean multiple) {
            events.accept(new LaneEvent.Confirmed(lanes, number, multiple, false));
          }
        });
    channel.addReturnListener(
        returned ->
            events.accept(
                new LaneEvent.Returned(
                    lanes, Long.parseLong(returned.getProperties().getCorrelationId()))));
    // First, so that nothing of this channel is heard before it.
    events.accept(new LaneEvent.Opened(lanes));
    channel.addShutdownListener(_ -> events.accept(new LaneEvent.Closed(lanes)));
    return lanes;
  }

  void consume(QueueId lane) throws IOException {
    channel.basicConsume(
        Topology.lane(lane),
        false,
        new DefaultConsumer(channel) {
          // Who served the lane before is not known: its first job may have been handed over.
          private boolean first = true;

          @Override
          public void handleDelivery(
              String consumer, Envelope envelope, BasicProperties properties, byte[] body) {
            var seen = first || envelope.isRedeliver();
            first = false;
            heads.put(envelope.getDeliveryTag(), lane);
            delivered.merge(lane, 1L, Long::sum);
            events.accept(
                new LaneEvent.Delivered(
                    LaneChannel.this, lane, envelope.getDeliveryTag(), seen, body));
          }

          @Override
          public void handleCancel(String consumer) {
            // The broker ended this consumer alone, as it does when a queue is deleted. Its head is
            // in an unknown place, so the channel goes as a whole.
            log.atWarn().addKeyValue("lane", lane).log("A lane is gone; its channel is reopened");
            closeSoon();
          }
        });
  }

  void consumeFreedPlaces() throws IOException {
    channel.basicConsume(
        freedPlaces,
        true,
        new DefaultConsumer(channel) {
          @Override
          public void handleDelivery(
              String consumer, Envelope envelope, BasicProperties properties, byte[] body) {
            events.accept(new LaneEvent.Freed(LaneChannel.this, body));
          }

          @Override
          public void handleCancel(String consumer) {
            closeSoon();
          }
        });
  }

  /// Hears of freed places of another partition's accounts too; does not wait for the broker.
  ///
  /// @throws ChannelGone if this channel is closed
  public void hearOf(int partition) {
    onOpenChannel(
        () ->
            channel.queueBindNoWait(
                freedPlaces, Topology.REPLIES, Topology.freed(partition), Map.of()));
  }

  /// Publishes to a queue, persistent and mandatory; one thread at a time.
  ///
  /// @return the number with which it will be confirmed
  /// @throws ChannelGone if this channel is closed
  public long publish(String queue, byte[] body, Map<String, Object> headers) {
    var number = channel.getNextPublishSeqNo();
    var properties =
        new BasicProperties.Builder()
            .contentType("application/json")
            .deliveryMode(PERSISTENT)
            .correlationId(Long.toString(number))
            .headers(headers)
            .build();
    onOpenChannel(() -> channel.basicPublish("", queue, true, properties, body));
    return number;
  }

  /// @throws ChannelGone if this channel is closed
  public void ack(long tag) {
    heads.remove(tag);
    onOpenChannel(() -> channel.basicAck(tag, false));
  }

  /// Returns a head: its lane has a delivery limit, so it comes again at once, before all others.
  ///
  /// @throws ChannelGone if this channel is closed
  public void giveBack(long tag) {
    heads.remove(tag);
    onOpenChannel(() -> channel.basicNack(tag, false, true));
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  /// Whether the lane has a head here, that waits for its turn.
  boolean holdsHeadOf(QueueId lane) {
    return heads.containsValue(lane);
  }

  /// How many heads it has delivered on this channel.
  long deliveredOf(QueueId lane) {
    return delivered.getOrDefault(lane, 0L);
  }

  /// Gives every held head back at once, in its place.
  void close() {
    try {
      channel.close();
    } catch (TimeoutException unanswered) {
      // The broker's part of it hangs, and would keep the lanes from whoever consumes them next.
      log.atDebug().setCause(unanswered).log("A channel did not close; its connection is given up");
      RabbitMq.abandon(channel.getConnection());
    } catch (IOException | ShutdownSignalException failed) {
      channelIsLost(failed);
    }
  }

  /// Closes it, without waiting: another is opened instead.
  public void closeSoon() {
    // Closing waits for the broker, and the broker's messages wait for the caller.
    Thread.ofVirtual().name("close-channel").start(this::close);
  }

  private void channelIsLost(Exception failed) {
    if (failed instanceof AlreadyClosedException) {
      return;
    }
    log.atDebug().setCause(failed).log("A channel did not close; it is given up");
    try {
      channel.abort();
    } catch (IOException | ShutdownSignalException abandoned) {
      log.atDebug().setCause(abandoned).log("A channel was gone already");
    }
  }

  private static void onOpenChannel(OnChannel action) {
    try {
      action.run();
    } catch (IOException | ShutdownSignalException closed) {
      throw new ChannelGone(closed);
    }
  }

  private interface OnChannel {
    void run() throws IOException;
  }
}
