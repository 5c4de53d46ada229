package easel.worker.handover;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import easel.common.message.AccountMessage;
import easel.common.message.Wire;
import easel.common.topology.QueueType;
import easel.common.topology.Topology;
import easel.worker.broker.BrokerConnection;
import easel.worker.reply.Publisher;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes questions whose asker does not know the owner, and hears that the directory changed.
public final class AskConsumer {
  private static final Logger log = LoggerFactory.getLogger(AskConsumer.class);
  private static final int PREFETCH = 50;

  private final BrokerConnection broker;
  private final QueueType queueType;
  private final Asks asks;
  private final Publisher publisher;
  private final Runnable whenDirectoryChanged;

  public AskConsumer(
      BrokerConnection broker,
      QueueType queueType,
      Asks asks,
      Publisher publisher,
      Runnable whenDirectoryChanged) {
    this.broker = broker;
    this.queueType = queueType;
    this.asks = asks;
    this.publisher = publisher;
    this.whenDirectoryChanged = whenDirectoryChanged;
  }

  /// Consumes on the connection that was just opened.
  public void open() {
    try {
      var channel = broker.channel();
      channel.queueDeclare(
          Topology.DEAD_LETTERS, true, false, false, Topology.deadLetters(queueType));
      channel.queueDeclare(Topology.ASK, true, false, false, Topology.plainQueue(queueType));
      channel.basicQos(PREFETCH);
      channel.basicConsume(
          Topology.ASK,
          false,
          (_, delivery) ->
              onMessage(channel, delivery.getEnvelope().getDeliveryTag(), delivery.getBody()),
          _ -> {});
      var control = broker.channel();
      control.exchangeDeclare(Topology.CONTROL, BuiltinExchangeType.FANOUT, true);
      var own = control.queueDeclare().getQueue();
      control.queueBind(own, Topology.CONTROL, "");
      control.basicConsume(own, true, (_, _) -> whenDirectoryChanged.run(), _ -> {});
    } catch (IOException | RuntimeException failed) {
      log.atWarn()
          .addKeyValue("cause", String.valueOf(failed.getMessage()))
          .log("Could not consume discord.ask and control; tried again with the next connection");
    }
  }

  private void onMessage(Channel channel, long tag, byte[] body) {
    Runnable acknowledge = () -> acknowledge(channel, tag);
    AccountMessage.Ask ask;
    try {
      ask = Wire.read(body, AccountMessage.Ask.class);
    } catch (IllegalArgumentException unreadable) {
      log.atError()
          .addKeyValue("bytes", body.length)
          .log("Unreadable question put aside in dead-letters");
      publisher.deadLetter(body, acknowledge);
      return;
    }
    asks.handle(ask, acknowledge);
  }

  private static void acknowledge(Channel channel, long tag) {
    try {
      channel.basicAck(tag, false);
    } catch (IOException | RuntimeException gone) {
      log.debug("could not acknowledge on a channel that is gone", gone);
    }
  }
}
