package easel.api.broker;

import com.rabbitmq.client.ShutdownSignalException;
import easel.api.outage.BrokerUnreachable;
import easel.common.message.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.stereotype.Component;

/// Asks what any worker can answer.
@Component
public class WorkerCalls {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Broker broker;
  private final RabbitTemplate calls;

  WorkerCalls(Broker broker) {
    this.broker = broker;
    this.calls = broker.caller(PATIENCE);
  }

  /// @param queue from which workers take such questions
  /// @return empty if none answers in time
  public <T> Optional<T> ask(String queue, Object question, Class<T> answer) {
    declare(queue);
    var message =
        MessageBuilder.withBody(Wire.write(question)).setContentType("application/json").build();
    return Optional.ofNullable(calls.sendAndReceive("", queue, message))
        .map(answered -> Wire.read(answered.getBody(), answer));
  }

  private void declare(String queue) {
    var channel = broker.openConsumer();
    try {
      broker.declarePlain(channel, queue);
    } catch (IOException | ShutdownSignalException failed) {
      throw new BrokerUnreachable("RabbitMQ did not declare " + queue, failed);
    } finally {
      Broker.release(channel);
    }
  }
}
