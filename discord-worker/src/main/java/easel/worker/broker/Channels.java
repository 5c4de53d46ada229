package easel.worker.broker;

import com.rabbitmq.client.Channel;
import java.io.IOException;

/// Where channels to RabbitMQ come from.
public interface Channels {
  /// Whether RabbitMQ can be reached, as far as is known.
  boolean isOpen();

  /// A new channel.
  ///
  /// @throws IOException if the broker is not reachable now
  Channel channel() throws IOException;
}
