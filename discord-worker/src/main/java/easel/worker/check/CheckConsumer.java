package easel.worker.check;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import easel.common.message.AccountCheck;
import easel.common.message.SeedQuestion;
import easel.common.message.Wire;
import easel.common.topology.QueueType;
import easel.common.topology.Topology;
import easel.worker.broker.Channels;
import easel.worker.broker.KeptChannel;
import java.io.IOException;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers what the api asks of any worker, such as checks of accounts to be linked. Where Discord
/// does not say, nothing is answered: the asker gives up by itself and may ask again.
public final class CheckConsumer {
  private static final Logger log = LoggerFactory.getLogger(CheckConsumer.class);
  private static final int AT_ONCE = 8;

  private final QueueType queueType;
  private final String queue;
  private final Answering answering;
  private final KeptChannel questions;

  /// Makes of a question its answer, both in the form of messages.
  public interface Answering {
    byte[] answer(byte[] question) throws IOException, InterruptedException;
  }

  /// @param queue where it is asked
  public CheckConsumer(
      Channels broker, Executor beside, QueueType queueType, String queue, Answering answering) {
    this.queueType = queueType;
    this.queue = queue;
    this.answering = answering;
    this.questions = KeptChannel.ofQueue(broker, beside, queue, queueType, this::consume);
  }

  public static Answering of(AccountChecks checks) {
    return question -> Wire.write(checks.check(Wire.read(question, AccountCheck.class)));
  }

  public static Answering of(Seeds seeds) {
    return question -> Wire.write(seeds.find(Wire.read(question, SeedQuestion.class)));
  }

  /// Consumes soon, where it does not.
  public void ensureOpen() {
    questions.ensureOpen();
  }

  private void consume(Channel channel) throws IOException {
    channel.queueDeclare(
        Topology.DEAD_LETTERS, true, false, false, Topology.deadLetters(queueType));
    channel.queueDeclare(queue, true, false, false, Topology.plainQueue(queueType));
    channel.basicQos(AT_ONCE);
    channel.basicConsume(
        queue,
        false,
        (_, delivery) -> Thread.ofVirtual().name(queue).start(() -> answer(channel, delivery)),
        _ -> questions.cancelled());
  }

  private void answer(Channel channel, Delivery asked) {
    try {
      reply(channel, asked.getProperties(), answering.answer(asked.getBody()));
    } catch (IOException | RuntimeException failed) {
      log.atWarn()
          .addKeyValue("cause", String.valueOf(failed.getMessage()))
          .addKeyValue("queue", queue)
          .log("A question of the api was not answered; it may be asked again");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    acknowledge(channel, asked.getEnvelope().getDeliveryTag());
  }

  private static void reply(Channel channel, AMQP.BasicProperties asked, byte[] body)
      throws IOException {
    var properties =
        new AMQP.BasicProperties.Builder().correlationId(asked.getCorrelationId()).build();
    // Answers share the channel, which is for one thread at a time.
    synchronized (channel) {
      channel.basicPublish("", asked.getReplyTo(), properties, body);
    }
  }

  private static void acknowledge(Channel channel, long tag) {
    try {
      synchronized (channel) {
        channel.basicAck(tag, false);
      }
    } catch (IOException | RuntimeException gone) {
      log.debug("could not acknowledge on a channel that is gone", gone);
    }
  }
}
