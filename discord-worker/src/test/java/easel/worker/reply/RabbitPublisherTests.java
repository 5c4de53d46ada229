package easel.worker.reply;

import static java.util.Objects.requireNonNullElse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import easel.common.topology.QueueType;
import easel.common.topology.Topology;
import easel.worker.broker.Channels;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Against a real RabbitMQ, of which one channel may be deaf: it takes messages and confirms none.
class RabbitPublisherTests {
  private static final String ADDRESS =
      requireNonNullElse(System.getenv("EASEL_TEST_RABBITMQ_ADDRESSES"), "127.0.0.1:5672");
  private static final String VIRTUAL_HOST =
      requireNonNullElse(System.getenv("EASEL_TEST_RABBITMQ_VIRTUAL_HOST"), "/");

  private final ConnectionFactory factory = new ConnectionFactory();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final List<String> confirmed = new CopyOnWriteArrayList<>();
  private final Publishing channels = new Publishing();
  private final RabbitPublisher publisher = new RabbitPublisher(channels, Duration.ofMillis(500));
  private Connection listening;

  @BeforeEach
  void listen() throws IOException, TimeoutException {
    factory.setVirtualHost(VIRTUAL_HOST);
    factory.setAutomaticRecoveryEnabled(false);
    listening = channels.anotherConnection();
    var channel = listening.createChannel();
    channel.queueDelete(Topology.DEAD_LETTERS); // others may have left one of another kind
    channel.queueDeclare(
        Topology.DEAD_LETTERS, true, false, false, Topology.deadLetters(QueueType.QUORUM));
    channel.basicConsume(
        Topology.DEAD_LETTERS,
        true,
        (_, it) -> heard.add(new String(it.getBody(), StandardCharsets.UTF_8)),
        _ -> {});
    publisher.start();
  }

  @AfterEach
  void stop() throws IOException {
    publisher.close();
    channels.giveUp();
    listening.close();
  }

  @Test
  void whatIsConfirmedIsPublishedOnceOverOneConnection() {
    tell("first");
    tell("second");

    await("both are confirmed").until(() -> confirmed.size() == 2);
    assertThat(confirmed).containsExactly("first", "second");
    await("both came").until(() -> heard.equals(List.of("first", "second")));
    assertThat(channels.opened).hasSize(1);
    assertThat(publisher.isSettled()).isTrue();
  }

  @Test
  void whatADeafChannelNeverConfirmsIsPublishedOverAnotherConnection() {
    channels.nextIsDeaf = true;

    tell("first");
    tell("second");

    await("both are confirmed").until(() -> confirmed.size() == 2);
    await("both came").until(() -> heard.equals(List.of("first", "second")));
    assertThat(channels.opened).hasSize(2);
    assertThat(channels.opened.getFirst().isOpen()).as("the deaf one's connection").isFalse();
    assertThat(publisher.isSettled()).isTrue();
  }

  private void tell(String word) {
    publisher.deadLetter(word.getBytes(StandardCharsets.UTF_8), () -> confirmed.add(word));
  }

  /// Opens a connection for each channel, as there is one after the other was given up.
  private final class Publishing implements Channels {
    private final List<Connection> opened = new CopyOnWriteArrayList<>();
    private volatile boolean nextIsDeaf;

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public Channel channel() throws IOException {
      try {
        var connection = anotherConnection();
        opened.add(connection);
        var channel = connection.createChannel();
        var deaf = nextIsDeaf;
        nextIsDeaf = false;
        return deaf ? deaf(channel) : channel;
      } catch (TimeoutException failed) {
        throw new IOException(failed);
      }
    }

    @Override
    public void giveUp() {
      opened.forEach(Connection::abort);
    }

    @Override
    public Connection anotherConnection() throws IOException, TimeoutException {
      return factory.newConnection(List.of(Address.parseAddresses(ADDRESS)));
    }
  }

  private static Channel deaf(Channel channel) {
    var taken = new AtomicLong();
    return (Channel)
        Proxy.newProxyInstance(
            Channel.class.getClassLoader(),
            new Class<?>[] {Channel.class},
            (_, method, arguments) -> {
              switch (method.getName()) {
                case "basicPublish" -> {
                  taken.incrementAndGet();
                  return null;
                }
                case "getNextPublishSeqNo" -> {
                  return taken.get() + 1;
                }
                default -> {
                  try {
                    return method.invoke(channel, arguments);
                  } catch (InvocationTargetException failed) {
                    throw failed.getCause();
                  }
                }
              }
            });
  }
}
