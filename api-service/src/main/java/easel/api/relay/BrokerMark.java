package easel.api.relay;

import easel.api.broker.Broker;
import easel.api.directory.DirectoryWriter;
import easel.common.id.QueueId;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/// A queue that holds nothing and that nobody else declares: where it is missing the broker was
/// emptied (or is new), and every job that waited in a lane must be published again, before any
/// that is newer.
@Component
class BrokerMark {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerMark.class);
  private static final String MARK = "api.mark";

  private final Broker broker;
  private final RelayRows rows;
  private final DirectoryWriter directory;
  private final TransactionTemplate transactions;
  private final TransactionTemplate alone;

  BrokerMark(
      Broker broker,
      RelayRows rows,
      DirectoryWriter directory,
      TransactionTemplate transactions,
      PlatformTransactionManager manager) {
    this.broker = broker;
    this.rows = rows;
    this.directory = directory;
    this.transactions = transactions;
    this.alone = new TransactionTemplate(manager);
    alone.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  /// Returns once the mark is there, and every job that its loss concerns is to be published again.
  /// Not to be called with a queue's lock held: it waits for all of them.
  void require() {
    if (isThere()) {
      return;
    }
    var restored =
        transactions.execute(
            _ -> {
              rows.lockMark();
              return !isThere() && restoreAll();
            });
    if (restored) {
      forgetIdleLanes();
    }
    // Only once that is committed: a mark set too early would hide the loss for good.
    broker.declareMark(MARK);
  }

  /// Each queue in a transaction of its own, so that nobody waits for all of them. Half of it is
  /// harmless: nobody publishes before the mark is there.
  private boolean restoreAll() {
    var jobs = 0;
    for (var queue : rows.queuesWithPublished()) {
      jobs += restore(queue);
    }
    LOG.atInfo().addKeyValue("jobs", jobs).log("RabbitMQ is new or was emptied: publishing again");
    return true;
  }

  private int restore(QueueId queue) {
    return alone.execute(
        _ -> {
          rows.lock(queue);
          return rows.takeMarks(queue, Duration.ZERO);
        });
  }

  /// Nobody need look for the lanes of queues without jobs, however many there are: those that have
  /// would be served later for it.
  private void forgetIdleLanes() {
    var _ =
        directory
            .write(
                change -> {
                  rows.undeclareIdle(change.version());
                  return MARK;
                })
            .eventually();
  }

  private boolean isThere() {
    return broker.ready(MARK).isPresent();
  }
}
