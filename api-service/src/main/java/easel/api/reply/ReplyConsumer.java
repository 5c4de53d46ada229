package easel.api.reply;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ChannelContinuationTimeoutException;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import easel.api.broker.Broker;
import easel.api.broker.SilentQueues;
import easel.api.broker.Unanswered;
import easel.api.database.SchemaReady;
import easel.api.loop.Loop;
import easel.api.outage.BrokerUnreachable;
import easel.api.outage.Outage;
import easel.common.message.Reply;
import easel.common.message.Wire;
import easel.common.topology.Topology;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Consumes replies, as many at once as have come while the last ones were applied: a quiet system
/// answers at once, a busy one in large transactions. A delivery is acknowledged when what it says
/// is committed.
///
/// Where nothing came for a while it consumes anew: of a consumer that RabbitMQ has lost, or
/// attached to a queue that is no more, nobody is told (docs/adr/0012), and a queue that lost its
/// leader is met only by who asks for it (docs/adr/0008).
@Component
public class ReplyConsumer implements DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(ReplyConsumer.class);
  private static final int PREFETCH = 400;
  private static final int BATCH = 200;
  private static final int ATTEMPTS = 5;
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration SILENCE = Duration.ofSeconds(10);
  private static final String REASON = "easel-reason";
  private static final String NUL = "\\u0000";

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Delivery(long tag, byte[] body) {}

  private final Broker broker;
  private final Replies replies;
  private final SilentQueues silentQueues;
  private volatile @Nullable Loop loop;
  private volatile boolean closed;
  private volatile boolean consuming;

  ReplyConsumer(Broker broker, Replies replies, SilentQueues silentQueues) {
    this.broker = broker;
    this.replies = replies;
    this.silentQueues = silentQueues;
  }

  @EventListener(SchemaReady.class)
  void start() {
    loop = Loop.start("replies", PAUSE, this::consume);
  }

  @Override
  public void destroy() {
    closed = true;
    var started = loop;
    if (started != null) {
      started.close();
    }
  }

  /// Whether replies reach this instance now.
  public boolean isConsuming() {
    return consuming;
  }

  // Returns when the instance stops, throws when anything is out of reach; then begins anew.
  private void consume() {
    try {
      while (!closed && !Thread.currentThread().isInterrupted()) {
        consumeUntilSilence();
      }
    } finally {
      consuming = false;
    }
  }

  private void consumeUntilSilence() {
    var channel = broker.openConsumer();
    try {
      broker.declareReplies(channel);
      channel.basicQos(PREFETCH);
      var into = new Into(channel);
      channel.basicConsume(Topology.REPLIES_API, false, into);
      works();
      while (!closed) {
        var first = into.awaitFirst();
        if (first == null) {
          return;
        }
        take(first, into);
      }
    } catch (ChannelContinuationTimeoutException silent) {
      Broker.giveUpConnection(channel);
      silentQueues.unanswered(Topology.REPLIES_API);
      throw new Unanswered("RabbitMQ does not answer about " + Topology.REPLIES_API, silent);
    } catch (IOException | ShutdownSignalException failed) {
      throw new BrokerUnreachable("RabbitMQ gave no replies", failed);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      Broker.release(channel);
    }
  }

  private void works() {
    consuming = true;
    silentQueues.answered(Topology.REPLIES_API);
    var started = loop;
    if (started != null) {
      started.works();
    }
  }

  private void take(Delivery first, Into into) throws IOException {
    var batch = new ArrayList<Delivery>(BATCH);
    batch.add(first);
    into.deliveries.drainTo(batch, BATCH - 1);
    apply(batch);
    into.getChannel().basicAck(batch.getLast().tag(), true);
  }

  private void apply(List<Delivery> batch) {
    try {
      replies.apply(batch.stream().map(delivery -> read(delivery.body())).toList());
    } catch (RuntimeException failed) {
      refuseOutage(failed);
      if (batch.size() > 1) {
        batch.forEach(this::applyAlone);
      } else {
        applyAlone(batch.getFirst());
      }
    }
  }

  // Counted by us: an unreachable database is no fault of the message.
  private void applyAlone(Delivery delivery) {
    for (int attempt = 1; ; attempt++) {
      try {
        replies.apply(List.of(read(delivery.body())));
        return;
      } catch (RuntimeException failed) {
        refuseOutage(failed);
        if (attempt == ATTEMPTS) {
          setAside(delivery, failed);
          return;
        }
      }
    }
  }

  private static void refuseOutage(RuntimeException failed) {
    if (Outage.of(failed) != null || Outage.isBusy(failed)) {
      throw failed;
    }
  }

  private void setAside(Delivery delivery, RuntimeException failed) {
    LOG.atError()
        .addKeyValue("bytes", delivery.body().length)
        .setCause(failed)
        .log("Reply could not be applied {} times; moved to {}", ATTEMPTS, Topology.DEAD_LETTERS);
    try (var publisher = broker.openPublisher()) {
      publisher.publish(
          Topology.DEAD_LETTERS, delivery.body(), Map.of(REASON, failed.getClass().getName()));
    }
  }

  // PostgreSQL's text cannot hold U+0000. Replaced, not left out: what follows a backslash that is
  // itself escaped stays valid JSON.
  private static Reply read(byte[] body) {
    var text = new String(body, StandardCharsets.UTF_8);
    return text.contains(NUL)
        ? Wire.readText(text.replace(NUL, "\\ufffd"), Reply.class)
        : Wire.read(body, Reply.class);
  }

  private final class Into extends DefaultConsumer {
    private final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
    private volatile boolean cancelled;

    Into(Channel channel) {
      super(channel);
    }

    /// @return nothing if none came for long, or the instance stops
    @Nullable Delivery awaitFirst() throws InterruptedException {
      var begun = System.nanoTime();
      while (!closed && System.nanoTime() - begun < SILENCE.toNanos()) {
        var first = deliveries.poll(500, TimeUnit.MILLISECONDS);
        if (first != null) {
          return first;
        }
        if (cancelled || !getChannel().isOpen()) {
          throw new BrokerUnreachable("RabbitMQ ended the consumer of replies");
        }
      }
      return null;
    }

    @Override
    public void handleDelivery(
        String tag, Envelope envelope, BasicProperties properties, byte[] body) {
      deliveries.add(new Delivery(envelope.getDeliveryTag(), body));
    }

    @Override
    public void handleCancel(String tag) {
      cancelled = true; // its queue is gone
    }
  }
}
