package easel.api.slice;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import easel.common.crypto.SealedFor;
import easel.common.crypto.Sealer;
import easel.common.id.QueueId;
import easel.common.message.AccountCheck;
import easel.common.message.AccountCheck.Checked;
import easel.common.message.AccountCheck.Problem;
import easel.common.message.AccountMessage.Ask;
import easel.common.message.LaneJob;
import easel.common.message.Reply;
import easel.common.message.SeedQuestion;
import easel.common.message.Wire;
import easel.common.topology.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;

/// Plays dispatchers and workers: answers checks, keeps what it is asked, takes lanes, and says
/// what the test has it say.
final class StandInWorker implements AutoCloseable {
  // Deleted before and after, as others may have declared some of them of another kind.
  private static final List<String> OURS =
      List.of(
          Topology.REPLIES_API,
          Topology.CHECK,
          Topology.SEED,
          Topology.ASK,
          Topology.DEAD_LETTERS,
          "api.mark");
  private static final Duration CONFIRMED = Duration.ofSeconds(5);

  private final Connection connection;
  private final Channel channel;
  private final Sealer sealer;
  private final BlockingQueue<Ask> asks = new LinkedBlockingQueue<>();
  private final List<SeedQuestion> seedsAsked = new CopyOnWriteArrayList<>();

  StandInWorker(Brokers brokers, Sealer sealer) throws Exception {
    this.sealer = sealer;
    var factory = new ConnectionFactory();
    var address = com.rabbitmq.client.Address.parseAddresses(brokers.rabbitAddresses());
    factory.setVirtualHost(brokers.virtualHost());
    connection = factory.newConnection(address);
    channel = connection.createChannel();
    OURS.forEach(this::lose);
    channel.queueDeclare(
        Topology.DEAD_LETTERS, true, false, false, Topology.deadLetters(TestApi.QUEUES));
    for (var queue : List.of(Topology.CHECK, Topology.SEED, Topology.ASK)) {
      channel.queueDeclare(queue, true, false, false, Topology.plainQueue(TestApi.QUEUES));
    }
    channel.basicConsume(Topology.CHECK, true, (_, delivery) -> answer(delivery), _ -> {});
    channel.basicConsume(Topology.SEED, true, (_, delivery) -> answerSeed(delivery), _ -> {});
    channel.basicConsume(
        Topology.ASK,
        true,
        (_, delivery) -> asks.add(Wire.read(delivery.getBody(), Ask.class)),
        _ -> {});
  }

  /// What was asked so far and not looked at yet.
  BlockingQueue<Ask> asks() {
    return asks;
  }

  void say(Reply reply) {
    say(List.of(reply));
  }

  void say(List<Reply> replies) {
    publish(
        channel -> {
          for (var reply : replies) {
            var key = reply instanceof Reply.AccountState ? "account.state" : "job.test";
            channel.basicPublish(
                Topology.REPLIES,
                key,
                new BasicProperties.Builder().deliveryMode(2).build(),
                Wire.write(reply));
          }
        });
  }

  /// Says something that nobody understands.
  void sayUnreadable() {
    publish(
        channel ->
            channel.basicPublish(
                Topology.REPLIES, "job.test", new BasicProperties(), new byte[] {1, 2}));
  }

  private interface Publishing {
    void on(Channel channel) throws IOException;
  }

  // Each time on a channel of its own, and confirmed: what RabbitMQ does not take is then an error
  // here, and not something that a test waits for in vain.
  private synchronized void publish(Publishing publishing) {
    try (var own = connection.createChannel()) {
      own.confirmSelect();
      publishing.on(own);
      own.waitForConfirmsOrDie(CONFIRMED.toMillis());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (TimeoutException unconfirmed) {
      throw new IllegalStateException("RabbitMQ did not take what was said", unconfirmed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while RabbitMQ took it", interrupted);
    }
  }

  boolean exists(String queue) {
    try (var own = connection.createChannel()) {
      own.queueDeclarePassive(queue);
      return true;
    } catch (IOException | TimeoutException | RuntimeException _) {
      return false;
    }
  }

  /// Takes everything that comes into the lane of a queue.
  List<LaneJob> take(QueueId queue) {
    var jobs = new CopyOnWriteArrayList<LaneJob>();
    var lane = Topology.lane(queue);
    try {
      var own = connection.createChannel();
      own.queueDeclare(lane, true, false, false, Topology.orderedQueue(TestApi.QUEUES));
      own.basicConsume(
          lane, true, (_, it) -> jobs.add(Wire.read(it.getBody(), LaneJob.class)), _ -> {});
      return jobs;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// Deletes a queue of the broker, as a broker does that loses it.
  void lose(String queue) {
    try (var own = connection.createChannel()) {
      own.queueDelete(queue);
    } catch (IOException | TimeoutException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private void answer(Delivery delivery) throws IOException {
    var check = Wire.read(delivery.getBody(), AccountCheck.class);
    var token = sealer.open(check.sealedUserToken(), SealedFor.checkedUserToken(check.request()));
    var checked =
        token.startsWith("user-")
            ? new Checked(token.substring("user-".length()), "somebody", List.of())
            : new Checked(
                null,
                null,
                List.of(
                    new Problem("userToken", "refused-token", "Discord refused userToken."),
                    new Problem("channelId", "missing-permission", "SEND_MESSAGES is missing.")));
    reply(delivery, checked);
  }

  /// Every picture's seed is the beginning of its job's id, in decimal digits, but for one.
  private void answerSeed(Delivery delivery) throws IOException {
    var asked = Wire.read(delivery.getBody(), SeedQuestion.class);
    var first = asked.midjourneyJob().substring(0, 8);
    seedsAsked.add(asked);
    reply(
        delivery,
        first.equals("00000000")
            ? new SeedQuestion.Seed(null, "Midjourney did not tell the seed of this picture.")
            : new SeedQuestion.Seed(Long.toString(Long.parseLong(first, 16)), null));
  }

  /// Which seeds were asked for.
  List<SeedQuestion> seedsAsked() {
    return seedsAsked;
  }

  private void reply(Delivery asked, Object answer) throws IOException {
    var properties = asked.getProperties();
    var answering =
        new BasicProperties.Builder()
            .correlationId(properties.getCorrelationId())
            .headers(Map.of())
            .build();
    channel.basicPublish("", properties.getReplyTo(), answering, Wire.write(answer));
  }

  @Override
  public void close() {
    OURS.forEach(this::lose);
    connection.abort();
  }
}
