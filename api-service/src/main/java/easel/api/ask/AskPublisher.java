package easel.api.ask;

import com.rabbitmq.client.ShutdownSignalException;
import easel.api.broker.Broker;
import easel.api.broker.ConfirmedChannel;
import easel.api.outage.BrokerUnreachable;
import easel.common.message.AccountMessage.Ask;
import easel.common.message.Wire;
import easel.common.topology.Topology;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Puts questions to workers, each confirmed by the broker.
@Component
class AskPublisher {
  private final Broker broker;
  private @Nullable ConfirmedChannel channel;

  AskPublisher(Broker broker) {
    this.broker = broker;
  }

  /// @throws BrokerUnreachable if the broker did not take it
  synchronized void publish(Ask ask) {
    var open = channel;
    if (open == null || !open.isOpen()) {
      open = broker.openPublisher();
      declare(open);
      channel = open;
    }
    open.publish(Topology.ASK, Wire.write(ask), Map.of());
  }

  private void declare(ConfirmedChannel open) {
    try {
      broker.declarePlain(open.raw(), Topology.ASK);
    } catch (IOException | ShutdownSignalException failed) {
      open.close();
      throw new BrokerUnreachable("RabbitMQ did not declare " + Topology.ASK, failed);
    }
  }
}
