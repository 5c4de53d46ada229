package easel.worker.broker;

import static java.util.Objects.requireNonNullElse;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Against a real RabbitMQ.
class KeptChannelTests {
  private static final String ADDRESS =
      requireNonNullElse(System.getenv("EASEL_TEST_RABBITMQ_ADDRESSES"), "127.0.0.1:5672");
  private static final String VIRTUAL_HOST =
      requireNonNullElse(System.getenv("EASEL_TEST_RABBITMQ_VIRTUAL_HOST"), "/");

  private final String queue = "test.kept." + UUID.randomUUID();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private Connection connection;
  private Channel operator;
  private KeptChannel kept;

  @BeforeEach
  void connect() throws IOException, TimeoutException {
    var factory = new ConnectionFactory();
    factory.setVirtualHost(VIRTUAL_HOST);
    factory.setAutomaticRecoveryEnabled(false);
    connection = factory.newConnection(List.of(Address.parseAddresses(ADDRESS)));
    operator = connection.createChannel();
    kept = new KeptChannel(new OfConnection(), Thread::startVirtualThread, queue, this::consume);
  }

  @AfterEach
  void disconnect() throws IOException {
    operator.queueDelete(queue);
    connection.close();
  }

  @Test
  void aChannelWhoseConsumerTheBrokerCancelledIsOpenedAgain() throws IOException {
    kept.ensureOpen();
    awaitHeard("before");

    operator.queueDelete(queue);

    awaitHeard("after");
  }

  @Test
  void aChannelThatTheBrokerClosedIsOpenedAgain() throws IOException {
    kept.ensureOpen();
    awaitHeard("before");

    publish("close");

    awaitHeard("after");
  }

  @Test
  void aClosedOneStaysClosed() {
    kept.ensureOpen();
    awaitHeard("before");

    kept.close();

    await("nobody consumes")
        .until(() -> operator.queueDeclarePassive(queue).getConsumerCount() == 0);
    kept.ensureOpen();
    await("nobody consumes any more")
        .during(Duration.ofMillis(300))
        .atMost(Duration.ofSeconds(2))
        .until(() -> operator.queueDeclarePassive(queue).getConsumerCount() == 0);
  }

  @Test
  void aReleasedOneIsClosedUntilItIsToBeOpen() {
    kept.ensureOpen();
    awaitHeard("before");

    kept.release();

    await("nobody consumes")
        .until(() -> operator.queueDeclarePassive(queue).getConsumerCount() == 0);
    awaitHeard("after");
  }

  private void consume(Channel channel) throws IOException {
    channel.queueDeclare(queue, false, false, false, null);
    channel.basicConsume(
        queue,
        true,
        (_, delivery) -> {
          var body = new String(delivery.getBody(), StandardCharsets.UTF_8);
          heard.add(body);
          if (body.equals("close")) {
            channel.basicAck(4_711, false); // of an unknown delivery: the broker closes the channel
          }
        },
        _ -> kept.cancelled());
  }

  private void awaitHeard(String word) {
    await("that it hears: " + word)
        .until(
            () -> {
              kept.ensureOpen();
              publish(word);
              return heard.contains(word);
            });
  }

  private void publish(String word) throws IOException {
    operator.basicPublish("", queue, null, word.getBytes(StandardCharsets.UTF_8));
  }

  private final class OfConnection implements Channels {
    @Override
    public boolean isOpen() {
      return connection.isOpen();
    }

    @Override
    public Channel channel() throws IOException {
      return connection.createChannel();
    }

    @Override
    public void giveUp() {
      throw new UnsupportedOperationException("RabbitMQ answers here");
    }

    @Override
    public Connection anotherConnection() {
      throw new UnsupportedOperationException("RabbitMQ answers here");
    }
  }
}
