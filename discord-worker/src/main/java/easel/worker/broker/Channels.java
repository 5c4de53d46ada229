package easel.worker.broker;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.util.concurrent.TimeoutException;

/// Where channels to RabbitMQ come from.
public interface Channels {
  /// Whether RabbitMQ can be reached, as far as is known.
  boolean isOpen();

  /// A new channel.
  ///
  /// @throws IOException if the broker is not reachable now
  Channel channel() throws IOException;

  /// Gives up the connection whose channels these are, since RabbitMQ left something on it
  /// unanswered: it would answer nothing else either. Another one is opened.
  void giveUp();

  /// A connection for the caller alone, who closes it.
  Connection anotherConnection() throws IOException, TimeoutException;
}
