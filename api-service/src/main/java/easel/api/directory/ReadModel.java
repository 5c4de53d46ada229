package easel.api.directory;

import easel.api.broker.Broker;
import easel.api.broker.ConfirmedChannel;
import easel.api.database.SchemaReady;
import easel.api.loop.Loop;
import easel.api.outage.BrokerUnreachable;
import easel.common.directory.DirectoryPublisher;
import easel.common.topology.Topology;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.redisson.client.RedisException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// The directory in Redis. Each change is put there before it is answered; what is missing, because
/// Redis was down or was emptied, is put there by whichever instance sees it first.
@Component
public class ReadModel implements DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(ReadModel.class);
  // Redis may know single entries newer than the mark up to which it is complete.
  private static final long RAISE = 1_000_000;
  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final Duration FAILED = Duration.ofSeconds(2);

  private final DirectoryRows rows;
  private final DirectoryPublisher publisher;
  private final Broker broker;
  private final TransactionTemplate transactions;
  private final List<Loop> loops = new ArrayList<>();
  private volatile @Nullable Loop announcements;
  private volatile long lastComplete;
  private volatile long failedAt;
  private long behindAt = -1;
  private boolean isLost;
  private @Nullable ConfirmedChannel channel;

  ReadModel(
      DirectoryRows rows,
      DirectoryPublisher publisher,
      Broker broker,
      TransactionTemplate transactions) {
    this.rows = rows;
    this.publisher = publisher;
    this.broker = broker;
    this.transactions = transactions;
  }

  @EventListener(SchemaReady.class)
  void start() {
    loops.add(Loop.start("directory", LOOK, this::look));
    var announcing = Loop.start("directory-announcements", Duration.ofMinutes(1), this::announce);
    announcements = announcing;
    loops.add(announcing);
  }

  @Override
  public void destroy() {
    loops.forEach(Loop::close);
  }

  /// Whether the model was complete when last looked at, a moment ago.
  public boolean isComplete() {
    return lastComplete != 0 && System.nanoTime() - lastComplete < LOOK.multipliedBy(8).toNanos();
  }

  /// Puts a committed version into Redis, and announces it.
  ///
  /// @return whether Redis took it; else it follows as soon as Redis answers
  boolean publish(long version) {
    if (failedAt != 0 && System.nanoTime() - failedAt < FAILED.toNanos()) {
      return false; // each try would wait in vain
    }
    try {
      put(version - 1, version);
      // A version left out before this one is for the look to find.
      if (publisher.version().orElse(-1) == version - 1) {
        publisher.complete(version);
      }
      failedAt = 0;
      var announcing = announcements;
      if (announcing != null) {
        announcing.wake();
      }
      return true;
    } catch (RedisException unreachable) {
      failedAt = System.nanoTime();
      LOG.atDebug().addKeyValue("version", version).setCause(unreachable).log("Publishes later");
      return false;
    }
  }

  private void look() {
    var known = publisher.version();
    var current = rows.version();
    if (known.isEmpty() || !publisher.isOfThisRun()) {
      lost();
      return;
    }
    isLost = false;
    if (known.getAsLong() > current) {
      // PostgreSQL was set back, and Redis takes nothing that is older than what it knows.
      transactions.executeWithoutResult(_ -> raiseAbove(known.getAsLong()));
      return;
    }
    if (known.getAsLong() == current) {
      behindAt = -1;
      lastComplete = System.nanoTime();
      return;
    }
    if (behindAt == known.getAsLong()) { // in two looks: nobody is about to publish it
      transactions.executeWithoutResult(_ -> build(known.getAsLong()));
      behindAt = -1;
      return;
    }
    behindAt = known.getAsLong();
    lastComplete = System.nanoTime();
  }

  // Redis was emptied, or started again with what it had written by some time. It is built at the
  // second look, as workers put the places of running jobs back meanwhile: gates that open before
  // that let jobs go where there is no room.
  private void lost() {
    if (isLost || lastComplete == 0) {
      transactions.executeWithoutResult(_ -> build(0));
    }
    isLost = !isLost;
  }

  private void raiseAbove(long known) {
    if (rows.lockBuilding() && rows.version() < known) {
      rows.raiseAll(known + RAISE);
      LOG.atWarn()
          .addKeyValue("version", known)
          .log("Redis knew a newer directory than PostgreSQL: publishing PostgreSQL's again");
    }
  }

  private void build(long after) {
    if (!rows.lockBuilding()) {
      return;
    }
    var build = publisher.beginAnew();
    // Read before the entries: those of a later version are published by whoever made them.
    var version = rows.version();
    put(after, Long.MAX_VALUE);
    if (!publisher.completeAnew(version, build)) {
      LOG.atInfo()
          .addKeyValue("after", after)
          .log("Redis forgot a part of the directory while it was built: it is built again");
      return;
    }
    lastComplete = System.nanoTime();
    LOG.atInfo().addKeyValue("after", after).addKeyValue("version", version).log("Directory built");
    var announcing = announcements;
    if (announcing != null) {
      announcing.wake();
    }
  }

  private void put(long after, long upTo) {
    for (var account : rows.accountsBetween(after, upTo)) {
      publisher.put(account.entry(), account.version());
    }
    for (var queue : rows.queuesBetween(after, upTo)) {
      publisher.put(queue.entry(), queue.version());
    }
  }

  // Only hurries: every reader looks by itself each 2 s.
  private void announce() {
    try {
      var open = channel;
      if (open == null || !open.isOpen()) {
        open = broker.openPublisher();
        broker.declareControl(open.raw());
        channel = open;
      }
      open.announce(Topology.CONTROL, new byte[0]);
    } catch (IOException failed) {
      throw new BrokerUnreachable("RabbitMQ took no announcement", failed);
    }
  }
}
