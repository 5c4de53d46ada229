package easel.api.relay;

import easel.api.broker.Broker;
import easel.api.broker.SilentQueues;
import easel.api.broker.Unanswered;
import easel.api.database.SchemaReady;
import easel.api.loop.Loop;
import easel.api.outage.BrokerUnreachable;
import easel.api.outage.Outage;
import easel.api.outage.OutageLog;
import easel.api.queue.Queues;
import easel.common.id.JobId;
import easel.common.id.QueueId;
import easel.common.message.LaneJob;
import easel.common.topology.Topology;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Publishes accepted jobs to their lanes, each queue's in the order of acceptance. One relay at a
/// time publishes a queue, over all instances; the next job goes out only when the broker has the
/// one before it. A repeat is harmless, a gap is not.
@Component
public class Relay implements DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
  // Each may hold a connection to PostgreSQL while the broker is slow: far fewer than there are.
  private static final int THREADS = 4;
  private static final int RUN = 50;
  private static final Duration POLL = Duration.ofSeconds(1);
  // PostgreSQL has patience with a transaction in which nothing happens, but not much more.
  private static final Duration LONGEST_RUN = Duration.ofSeconds(2);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(5);

  private final RelayRows rows;
  private final TransactionTemplate transactions;
  private final Broker broker;
  private final BrokerMark mark;
  private final SilentQueues silentQueues;
  private final Queues queues;
  private final Timer lag;
  private final RelayLine line = new RelayLine();
  private final List<Thread> threads = new ArrayList<>();
  private volatile @Nullable Loop poll;
  private volatile @Nullable Outage outage;
  private volatile boolean closed;

  Relay(
      RelayRows rows,
      TransactionTemplate transactions,
      Broker broker,
      BrokerMark mark,
      SilentQueues silentQueues,
      Queues queues,
      MeterRegistry metrics) {
    this.rows = rows;
    this.transactions = transactions;
    this.broker = broker;
    this.mark = mark;
    this.silentQueues = silentQueues;
    this.queues = queues;
    this.lag =
        Timer.builder("easel.relay.lag")
            .description("from a job's acceptance until it is in its lane")
            .register(metrics);
  }

  @EventListener(SchemaReady.class)
  void start() {
    for (int i = 1; i <= THREADS; i++) {
      threads.add(Thread.ofVirtual().name("relay-" + i).start(this::run));
    }
    poll = Loop.start("relay-poll", POLL, () -> rows.queuesWithUnpublished().forEach(line::add));
  }

  /// Looks at a queue now: a job was accepted.
  public void wake(QueueId queue) {
    line.add(queue);
  }

  @Override
  public void destroy() {
    closed = true;
    var polling = poll;
    if (polling != null) {
      polling.close();
    }
    threads.forEach(Relay::awaitEnd);
  }

  /// Interrupted in the middle of a run it would not mark what it has published.
  private static void awaitEnd(Thread thread) {
    try {
      if (!thread.join(LONGEST_STOP)) {
        thread.interrupt();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      thread.interrupt();
    }
  }

  private void run() {
    try (var channel = new RelayChannel(broker, mark)) {
      while (!closed) {
        var queue = line.take(POLL);
        if (queue == null) {
          continue;
        }
        try {
          relay(queue, channel);
          silentQueues.answered(Topology.lane(queue));
          recovered();
        } catch (RuntimeException failed) {
          failed(queue, failed);
        } finally {
          line.done(queue);
        }
      }
    } catch (InterruptedException _) {
      // the instance stops
    }
  }

  private void relay(QueueId queue, RelayChannel channel) {
    channel.open();
    // Before its first job: a lane that is not known is not served.
    var first = queues.declared(queue);
    if (!channel.knows(queue)) {
      prepare(queue, !first, channel);
    }
    while (publishRun(queue, channel)) {
      // there may be more
    }
  }

  private void prepare(QueueId queue, boolean mayHaveBeen, RelayChannel channel) {
    transactions.executeWithoutResult(
        _ -> {
          rows.lock(queue);
          channel.prepare(queue, mayHaveBeen, () -> rows.takeMarks(queue, Duration.ZERO));
        });
  }

  /// @param failure what ended it early, if anything did
  private record Run(boolean mayBeMore, @Nullable BrokerUnreachable failure) {}

  /// @return whether there may be more
  private boolean publishRun(QueueId queue, RelayChannel channel) {
    var run =
        transactions.execute(
            _ -> {
              rows.lock(queue);
              return publish(rows.firstUnpublished(queue, RUN), channel);
            });
    var failure = run.failure();
    if (failure != null) {
      throw failure;
    }
    return run.mayBeMore() && !closed;
  }

  /// What the broker has is marked, however the run ends: without its mark it would be published
  /// again.
  private Run publish(List<LaneJob> jobs, RelayChannel channel) {
    var published = new ArrayList<JobId>(jobs.size());
    var until = System.nanoTime() + LONGEST_RUN.toNanos();
    BrokerUnreachable failure = null;
    for (var job : jobs) {
      if (closed || System.nanoTime() - until >= 0) {
        break;
      }
      try {
        channel.publish(job);
      } catch (BrokerUnreachable failed) {
        failure = failed;
        break;
      }
      published.add(job.job());
      lag.record(Duration.between(job.acceptedAt(), Instant.now()));
    }
    if (!published.isEmpty()) {
      rows.markPublished(published);
    }
    return new Run(jobs.size() == RUN || published.size() < jobs.size(), failure);
  }

  /// The poll brings the queue back.
  private void failed(QueueId queue, RuntimeException failed) {
    if (closed) {
      return;
    }
    report(queue, failed);
    if (failed instanceof Unanswered) {
      try {
        silentQueues.unanswered(Topology.lane(queue));
      } catch (RuntimeException alsoFailed) {
        report(queue, alsoFailed);
      }
    }
  }

  private void report(QueueId queue, RuntimeException failed) {
    var met = Outage.of(failed);
    if (met == null) {
      LOG.atError().addKeyValue("queue", queue).setCause(failed).log("Relay failed; is retried");
      return;
    }
    if (outage != met) {
      outage = met;
      OutageLog.met(met, failed);
    }
  }

  private void recovered() {
    var over = outage;
    if (over != null) {
      outage = null;
      OutageLog.over(over);
    }
  }
}
