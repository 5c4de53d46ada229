package easel.api.broker;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ChannelContinuationTimeoutException;
import com.rabbitmq.client.ShutdownSignalException;
import easel.api.outage.BrokerUnreachable;
import easel.common.message.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.stereotype.Component;

/// Asks what any worker can answer, over a queue of its own for each answer. Not over the broker's
/// direct reply-to: where the asker's node is gone, RabbitMQ 3.10.8 closes the whole connection of
/// whoever answers, and the question comes again to the next.
///
/// Each over a new channel: one that has published to a queue which was made anew since then
/// publishes to it in vain (docs/adr/0012).
@Component
public class WorkerCalls {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Broker broker;

  WorkerCalls(Broker broker) {
    this.broker = broker;
  }

  /// @param queue from which workers take such questions
  /// @return empty if none answers in time
  /// @throws BrokerUnreachable if the broker is not there, or no longer
  public <T> Optional<T> ask(String queue, Object question, Class<T> answer) {
    var channel = broker.openConsumer();
    try {
      broker.declarePlain(channel, queue);
      var answered = call(channel, queue, Wire.write(question));
      return Optional.of(
          Wire.read(answered.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS), answer));
    } catch (TimeoutException _) {
      return Optional.empty();
    } catch (ChannelContinuationTimeoutException silent) {
      Broker.giveUpConnection(channel);
      throw new Unanswered("RabbitMQ does not answer about " + queue, silent);
    } catch (IOException | ShutdownSignalException | ExecutionException failed) {
      throw new BrokerUnreachable("RabbitMQ brought no answer from " + queue, failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new BrokerUnreachable("interrupted before an answer from " + queue, interrupted);
    } finally {
      Broker.release(channel);
    }
  }

  private static CompletableFuture<byte[]> call(Channel channel, String queue, byte[] question)
      throws IOException {
    var answered = new CompletableFuture<byte[]>();
    channel.addShutdownListener(answered::completeExceptionally);
    var answers = channel.queueDeclare().getQueue(); // goes with its consumer
    channel.basicConsume(
        answers, true, (_, delivery) -> answered.complete(delivery.getBody()), _ -> {});
    var properties =
        new BasicProperties.Builder()
            .contentType("application/json")
            .replyTo(answers)
            .correlationId(UUID.randomUUID().toString())
            .build();
    channel.basicPublish("", queue, properties, question);
    return answered;
  }
}
