package easel.api.broker;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/// Queues that are there and answer nothing, though a new one would: after a crash RabbitMQ may
/// leave a queue without a leader for ever (docs/adr/0008). Such a queue is deleted; whoever needs
/// it next finds it missing, and makes and fills it anew.
///
/// Not at once: the connection may be half-open, or the leader's node just gone. And a queue that
/// is deleted while a node is down may meet its old self when that is back.
@Component
public class SilentQueues {
  private static final Logger LOG = LoggerFactory.getLogger(SilentQueues.class);

  /// How often in a row a queue must say nothing, each time while a new queue takes a message.
  static final int PATIENCE = 3;

  private final BooleanSupplier aNewOneAnswers;
  private final Consumer<String> delete;
  private final Map<String, Integer> unanswered = new ConcurrentHashMap<>();

  @Autowired
  SilentQueues(Broker broker) {
    this(broker::takesMessages, broker::delete);
  }

  SilentQueues(BooleanSupplier aNewOneAnswers, Consumer<String> delete) {
    this.aNewOneAnswers = aNewOneAnswers;
    this.delete = delete;
  }

  /// The queue took what was published, is consumed, or needed nothing.
  public void answered(String queue) {
    unanswered.remove(queue);
  }

  /// RabbitMQ said nothing in time about the queue.
  public void unanswered(String queue) {
    if (!aNewOneAnswers.getAsBoolean()) {
      unanswered.remove(queue);
      return;
    }
    if (unanswered.merge(queue, 1, Integer::sum) < PATIENCE) {
      return;
    }
    unanswered.remove(queue);
    delete.accept(queue);
    LOG.atWarn()
        .addKeyValue("queue", queue)
        .log("A queue answers nothing, and a new one does: it was deleted and is made anew");
  }
}
