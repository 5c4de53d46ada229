package easel.worker.broker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ChannelContinuationTimeoutException;
import com.rabbitmq.client.Connection;
import easel.common.topology.QueueType;
import easel.common.topology.Topology;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
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

  private static final int CLOSED_MILLIS = 500;

  /// Should we die before the trial's queue is deleted.
  private static final int EXPIRES_MILLIS = 60_000;

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
  ///
  /// @param abort gives the channel up on which that was tried, which waits for RabbitMQ
  void failed(Exception why, Runnable abort) {
    if (!isUnanswered(why)) {
      unanswered = 0;
      abort.run();
      return;
    }
    // A channel that waits for a queue holds up its whole connection once it is closed.
    broker.giveUp();
    abort.run();
    if (++unanswered < PATIENCE) {
      return;
    }
    unanswered = 0;
    makeAnew();
  }

  private static boolean isUnanswered(Exception why) {
    return why instanceof ChannelContinuationTimeoutException late
        && late.getMethod() instanceof AMQP.Basic.Consume;
  }

  private void makeAnew() {
    try {
      var own = broker.anotherConnection();
      try {
        if (!aNewOneAnswers(own)) {
          return;
        }
        own.createChannel()
            .asyncCompletableRpc(new AMQP.Queue.Delete.Builder().queue(queue).build())
            .get(DELETED.toMillis(), TimeUnit.MILLISECONDS);
      } finally {
        own.abort(CLOSED_MILLIS);
      }
      log.atWarn()
          .addKeyValue("queue", queue)
          .log("A queue answers nothing, and a new one does: it was deleted and is made anew");
    } catch (IOException | ExecutionException | TimeoutException | RuntimeException unreached) {
      log.atWarn()
          .addKeyValue("queue", queue)
          .addKeyValue("cause", String.valueOf(unreached.getMessage()))
          .log("A queue answers nothing, and could not be made anew; trying on");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean aNewOneAnswers(Connection own) throws IOException {
    var trial = "worker.trial." + UUID.randomUUID();
    try {
      var channel = own.createChannel();
      var arguments = new HashMap<>(Topology.plainQueue(type));
      arguments.put("x-expires", EXPIRES_MILLIS);
      channel.queueDeclare(trial, true, false, false, arguments);
      channel.basicConsume(trial, true, (_, _) -> {}, _ -> {});
      channel.queueDelete(trial);
      return true;
    } catch (ChannelContinuationTimeoutException _) {
      log.atWarn()
          .addKeyValue("queue", queue)
          .log("RabbitMQ does not answer about a queue, nor about a new one");
      return false;
    }
  }
}
