package easel.api.relay;

import easel.api.broker.Broker;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
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
  private final TransactionTemplate transactions;

  BrokerMark(Broker broker, RelayRows rows, TransactionTemplate transactions) {
    this.broker = broker;
    this.rows = rows;
    this.transactions = transactions;
  }

  /// Returns once the mark is there, and every job that its loss concerns is to be published again.
  /// Not to be called with a queue's lock held: it waits for all of them.
  void require() {
    if (isThere()) {
      return;
    }
    transactions.executeWithoutResult(
        _ -> {
          rows.lockMark();
          if (!isThere()) {
            restoreAll();
          }
        });
    // Only once that is committed: a mark set too early would hide the loss for good.
    broker.declareMark(MARK);
  }

  private void restoreAll() {
    var jobs = 0;
    for (var queue : rows.queuesWithPublished()) {
      rows.lock(queue);
      jobs += rows.takeMarks(queue, Duration.ZERO);
    }
    LOG.atInfo().addKeyValue("jobs", jobs).log("RabbitMQ is new or was emptied: publishing again");
  }

  private boolean isThere() {
    return broker.ready(MARK).isPresent();
  }
}
