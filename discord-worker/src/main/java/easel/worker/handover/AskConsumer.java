package easel.worker.handover;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import easel.common.message.AccountMessage;
import easel.common.message.Wire;
import easel.common.topology.QueueType;
import easel.common.topology.Topology;
import easel.worker.broker.Channels;
import easel.worker.broker.KeptChannel;
import easel.worker.reply.Publisher;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes questions whose asker does not know the owner, and hears that the directory changed.
public final class AskConsumer {
  private static final Logger log = LoggerFactory.getLogger(AskConsumer.class);
  private static final int PREFETCH = 50;

  private final QueueType queueType;
  private final Asks asks;
  private final Publisher publisher;
  private final Runnable whenDirectoryChanged;
  private final BooleanSupplier canAnswer;
  private final KeptChannel questions;
  private final KeptChannel control;

  /// @param canAnswer whether claims can be read here now: questions are left to others otherwise
  public AskConsumer(
      Channels broker,
      Executor beside,
      QueueType queueType,
      Asks asks,
      Publisher publisher,
      Runnable whenDirectoryChanged,
      BooleanSupplier canAnswer) {
    this.queueType = queueType;
    this.asks = asks;
    this.publisher = publisher;
    this.whenDirectoryChanged = whenDirectoryChanged;
    this.canAnswer = canAnswer;
    this.questions =
        KeptChannel.ofQueue(broker, beside, Topology.ASK, queueType, this::consumeQuestions);
    this.control = new KeptChannel(broker, beside, Topology.CONTROL, this::consumeControl);
  }

  /// Consumes soon, where it does not and can.
  public void ensureOpen() {
    if (canAnswer.getAsBoolean()) {
      questions.ensureOpen();
    } else {
      questions.release();
    }
    control.ensureOpen();
  }

  private void consumeQuestions(Channel channel) throws IOException {
    channel.queueDeclare(
        Topology.DEAD_LETTERS, true, false, false, Topology.deadLetters(queueType));
    channel.queueDeclare(Topology.ASK, true, false, false, Topology.plainQueue(queueType));
    channel.basicQos(PREFETCH);
    channel.basicConsume(
        Topology.ASK,
        false,
        (_, delivery) ->
            onMessage(channel, delivery.getEnvelope().getDeliveryTag(), delivery.getBody()),
        _ -> questions.cancelled());
  }

  private void consumeControl(Channel channel) throws IOException {
    channel.exchangeDeclare(Topology.CONTROL, BuiltinExchangeType.FANOUT, true);
    var own = channel.queueDeclare().getQueue();
    channel.queueBind(own, Topology.CONTROL, "");
    channel.basicConsume(own, true, (_, _) -> whenDirectoryChanged.run(), _ -> control.cancelled());
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
    asks.pass(ask, acknowledge);
  }

  private static void acknowledge(Channel channel, long tag) {
    try {
      channel.basicAck(tag, false);
    } catch (IOException | RuntimeException gone) {
      log.debug("could not acknowledge on a channel that is gone", gone);
    }
  }
}
