package easel.api.relay;

import easel.api.broker.Broker;
import easel.api.broker.Unanswered;
import easel.api.database.SchemaReady;
import easel.api.loop.Loop;
import easel.api.outage.Outage;
import easel.api.outage.OutageLog;
import easel.api.queue.Queues;
import easel.common.id.JobId;
import easel.common.id.QueueId;
import easel.common.message.LaneJob;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

  private final RelayRows rows;
  private final TransactionTemplate transactions;
  private final Broker broker;
  private final BrokerMark mark;
  private final SilentLanes silentLanes;
  private final Queues queues;
  private final Timer lag;
  private final RelayLine line = new RelayLine();
  private final List<Thread> threads = new ArrayList<>();
  private final Set<QueueId> declared = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Loop poll;
  private volatile @Nullable Outage outage;
  private volatile boolean closed;

  Relay(
      RelayRows rows,
      TransactionTemplate transactions,
      Broker broker,
      BrokerMark mark,
      SilentLanes silentLanes,
      Queues queues,
      MeterRegistry metrics) {
    this.rows = rows;
    this.transactions = transactions;
    this.broker = broker;
    this.mark = mark;
    this.silentLanes = silentLanes;
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
    threads.forEach(Thread::interrupt);
  }

  private void run() {
    try (var channel = new RelayChannel(broker, mark)) {
      while (!closed) {
        var queue = line.take();
        try {
          relay(queue, channel);
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
    if (!declared.contains(queue)) {
      queues.declared(queue); // before its first job: a lane that is not known is not served
      declared.add(queue);
    }
    if (!channel.knows(queue)) {
      prepare(queue, channel);
    }
    while (publishRun(queue, channel) == RUN) {
      // there may be more
    }
  }

  private void prepare(QueueId queue, RelayChannel channel) {
    transactions.executeWithoutResult(
        _ -> {
          rows.lock(queue);
          channel.prepare(queue, () -> rows.takeMarks(queue, Duration.ZERO));
        });
  }

  private int publishRun(QueueId queue, RelayChannel channel) {
    return transactions.execute(
        _ -> {
          rows.lock(queue);
          var jobs = rows.firstUnpublished(queue, RUN);
          if (!jobs.isEmpty()) {
            publish(jobs, channel);
          }
          return jobs.size();
        });
  }

  private void publish(List<LaneJob> jobs, RelayChannel channel) {
    var published = new ArrayList<JobId>(jobs.size());
    for (var job : jobs) {
      channel.publish(job);
      published.add(job.job());
      lag.record(Duration.between(job.acceptedAt(), Instant.now()));
    }
    rows.markPublished(published);
  }

  /// The poll brings the queue back.
  private void failed(QueueId queue, RuntimeException failed) {
    if (closed) {
      return;
    }
    report(queue, failed);
    if (failed instanceof Unanswered) {
      try {
        silentLanes.unanswered(queue);
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
