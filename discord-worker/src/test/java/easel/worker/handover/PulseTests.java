package easel.worker.handover;

import static java.util.Objects.requireNonNullElse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import easel.common.message.AccountMessage;
import easel.common.message.Wire;
import easel.common.topology.QueueType;
import easel.common.topology.Topology;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Against a real RabbitMQ, by a clock of its own.
class PulseTests {
  private static final String ADDRESS =
      requireNonNullElse(System.getenv("EASEL_TEST_RABBITMQ_ADDRESSES"), "127.0.0.1:5672");
  private static final String VIRTUAL_HOST =
      requireNonNullElse(System.getenv("EASEL_TEST_RABBITMQ_VIRTUAL_HOST"), "/");
  private static final int PREFETCH = 2;
  private static final Duration LONG = Duration.ofSeconds(6);

  private final String queue = "test.pulse." + UUID.randomUUID();
  private final AtomicLong clock = new AtomicLong();
  private final List<Long> tags = new CopyOnWriteArrayList<>();
  private Connection connection;
  private Channel operator;

  @BeforeEach
  void connect() throws IOException, TimeoutException {
    var factory = new ConnectionFactory();
    factory.setVirtualHost(VIRTUAL_HOST);
    factory.setAutomaticRecoveryEnabled(false);
    connection = factory.newConnection(List.of(Address.parseAddresses(ADDRESS)));
    operator = connection.createChannel();
    operator.queueDeclare(queue, true, false, false, Topology.orderedQueue(QueueType.QUORUM));
  }

  @AfterEach
  void disconnect() throws IOException {
    operator.queueDelete(queue);
    connection.close();
  }

  @Test
  void aQuietQueueThatWorksIsNotLost() throws IOException {
    var channel = connection.createChannel();
    var pulse = consume(channel);

    for (int probes = 1; probes <= 3; probes++) {
      pass(LONG);
      assertThat(pulse.isLost()).isFalse();
      var expected = probes;
      await("a probe comes").until(() -> tags.size() == expected);
      acknowledge(channel, pulse, tags.getLast());
    }
  }

  @Test
  void aQueueWhoseMessagesGoElsewhereIsLost() throws IOException {
    var other = connection.createChannel();
    other.basicConsume(queue, false, (_, _) -> {}, _ -> {});
    var pulse = consume(connection.createChannel());

    pass(LONG);
    assertThat(pulse.isLost()).as("before a probe had time").isFalse();
    pass(LONG);

    assertThat(pulse.isLost()).isTrue();
    assertThat(tags).isEmpty();
  }

  @Test
  void aQueueThatGaveAllItMayIsNotLost() throws IOException {
    var pulse = consume(connection.createChannel());
    for (int i = 0; i < PREFETCH; i++) {
      operator.basicPublish("", queue, null, Wire.write(new AccountMessage.Probe()));
    }
    await("all that may come").until(() -> tags.size() == PREFETCH);

    for (int looks = 0; looks < 3; looks++) {
      pass(LONG);
      assertThat(pulse.isLost()).isFalse();
    }
    assertThat(operator.queueDeclarePassive(queue).getMessageCount()).isZero();
  }

  @Test
  void aClosedChannelIsNotLostButGone() throws IOException, TimeoutException {
    var channel = connection.createChannel();
    var pulse = consume(channel);
    channel.close();

    pass(LONG);
    assertThat(pulse.isLost()).isFalse();
    pass(LONG);
    assertThat(pulse.isLost()).isFalse();
  }

  private Pulse consume(Channel channel) throws IOException {
    var pulse = new Pulse(channel, queue, PREFETCH, clock::get);
    channel.basicQos(PREFETCH);
    channel.basicConsume(
        queue,
        false,
        (_, delivery) -> {
          pulse.delivered();
          tags.add(delivery.getEnvelope().getDeliveryTag());
        },
        _ -> {});
    return pulse;
  }

  private static void acknowledge(Channel channel, Pulse pulse, long tag) throws IOException {
    pulse.acknowledged();
    channel.basicAck(tag, false);
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }
}
