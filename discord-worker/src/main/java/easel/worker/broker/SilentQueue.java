package easel.worker.broker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ChannelContinuationTimeoutException;
import easel.common.topology.QueueType;
import easel.common.topology.Topology;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A queue that may be there and answer nothing, though a new one would: after a crash RabbitMQ may
/// leave a quorum queue without a leader for ever (docs/adr/0008). Such a queue is deleted, so that
/// whoever consumes next makes it anew; what it held is missed by those who wait for it.
///
/// For one thread at a time.
final class SilentQueue {
  private static final Logger log = LoggerFactory.getLogger(SilentQueue.class);

  /// One answer that is late may be a busy broker's.
  private static final int PATIENCE = 2;

  // A queue without a leader is deleted only when 5 s have passed without an answer of it.
  private static final Duration DELETED = Duration.ofSeconds(15);

  private final Channels broker;
  private final String queue;
  private final QueueType type;
  private int unanswered;

  SilentQueue(Channels broker, String queue, QueueType type) {
    this.broker = broker;
    this.queue = queue;
    this.type = type;
  }

  void consumes() {
    unanswered = 0;
  }

  /// It could not be consumed.
  void failed(Exception why) {
    var silent =
        why instanceof ChannelContinuationTimeoutException late
            && late.getMethod() instanceof AMQP.Basic.Consume;
    unanswered = silent ? unanswered + 1 : 0;
    if (unanswered < PATIENCE) {
      return;
    }
    unanswered = 0;
    try {
      if (aNewOneAnswers()) {
        delete();
        log.atWarn()
            .addKeyValue("queue", queue)
            .log("A queue answers nothing, and a new one does: it was deleted and is made anew");
      }
    } catch (IOException | ExecutionException | TimeoutException | RuntimeException unreached) {
      log.atWarn()
          .addKeyValue("queue", queue)
          .addKeyValue("cause", String.valueOf(unreached.getMessage()))
          .log("A queue answers nothing, and could not be made anew; trying on");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean aNewOneAnswers() throws IOException {
    var trial = "worker.trial." + UUID.randomUUID();
    var channel = broker.channel();
    try {
      channel.queueDeclare(trial, true, false, false, Topology.plainQueue(type));
      channel.basicConsume(trial, true, (_, _) -> {}, _ -> {});
      return true;
    } catch (ChannelContinuationTimeoutException _) {
      return false; // it is the broker that is silent, or our connection to it
    } finally {
      if (channel.isOpen()) {
        channel.queueDeleteNoWait(trial, false, false);
      }
      release(channel);
    }
  }

  private void delete()
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    var channel = broker.channel();
    try {
      channel
          .asyncCompletableRpc(new AMQP.Queue.Delete.Builder().queue(queue).build())
          .get(DELETED.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      release(channel);
    }
  }

  private static void release(Channel channel) {
    try {
      channel.abort();
    } catch (IOException alreadyBroken) {
      log.debug("the channel was broken already", alreadyBroken);
    }
  }
}
