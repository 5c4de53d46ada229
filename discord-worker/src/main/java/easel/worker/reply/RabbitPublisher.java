package easel.worker.reply;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import easel.common.id.PoolId;
import easel.common.message.AccountMessage;
import easel.common.message.Reply;
import easel.common.message.Wire;
import easel.common.partition.Partitions;
import easel.common.topology.Topology;
import easel.worker.broker.Channels;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Publishes from one thread, so that the order in which it is said is kept and nobody who says
/// something waits for the broker.
///
/// What is to be kept is published until the broker has confirmed it and put it in a queue. The
/// rest is dropped while the broker is away: whoever misses it asks. Where the broker leaves
/// something unconfirmed for longer than its patience, it tries over another connection: a queue
/// without a leader confirms nothing, also not once it was made anew (docs/adr/0008).
public final class RabbitPublisher implements Publisher, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RabbitPublisher.class);
  private static final AMQP.BasicProperties PASSING =
      new AMQP.BasicProperties.Builder().contentType("application/json").deliveryMode(1).build();

  private final Channels connection;
  private final Duration patience;
  private final BlockingQueue<Outgoing> outgoing = new LinkedBlockingQueue<>();
  private final AtomicLong ids = new AtomicLong();
  private final Thread thread = Thread.ofVirtual().name("publisher").unstarted(this::run);
  // Guarded by this, as is the channel's change: confirms arrive on the connection's thread.
  private final NavigableMap<Long, Published> unconfirmed = new TreeMap<>();
  private final Set<String> returned = new HashSet<>();
  private @Nullable Channel channel;

  public RabbitPublisher(Channels connection, Duration patience) {
    this.connection = connection;
    this.patience = patience;
  }

  private sealed interface Outgoing {}

  // Bodies are never changed and never compared.
  @SuppressWarnings("ArrayRecordComponent")
  private record Passing(String key, byte[] body) implements Outgoing {}

  @SuppressWarnings("ArrayRecordComponent")
  private record Kept(
      String id, String exchange, String key, byte[] body, Runnable whenConfirmed, long notBefore)
      implements Outgoing {}

  private record Published(Outgoing message, long since) {}

  public void start() {
    thread.start();
  }

  @Override
  public void say(Reply.JobReply reply) {
    outgoing.add(new Passing(key(reply), Wire.write(reply)));
  }

  @Override
  public void say(Reply.AccountState state) {
    outgoing.add(new Passing("account.state", Wire.write(state)));
  }

  @Override
  public void freed(Reply.PlaceFreed freed, PoolId pool) {
    outgoing.add(new Passing(Topology.freed(Partitions.ofPool(pool)), Wire.write(freed)));
  }

  @Override
  public void tell(Reply.JobReply reply, Runnable whenConfirmed) {
    keep(Topology.REPLIES, key(reply), Wire.write(reply), whenConfirmed);
  }

  @Override
  public void forward(int partition, AccountMessage.Ask ask, Runnable whenConfirmed) {
    keep("", Topology.handOver(partition), Wire.write(ask), whenConfirmed);
  }

  @Override
  public void deadLetter(byte[] body, Runnable whenConfirmed) {
    keep("", Topology.DEAD_LETTERS, body, whenConfirmed);
  }

  private void keep(String exchange, String key, byte[] body, Runnable whenConfirmed) {
    outgoing.add(
        new Kept(Long.toString(ids.incrementAndGet()), exchange, key, body, whenConfirmed, 0));
  }

  private static String key(Reply.JobReply reply) {
    return switch (reply) {
      case Reply.Claimed _ -> "job.claimed";
      case Reply.Sending _ -> "job.sending";
      case Reply.Sent _ -> "job.sent";
      case Reply.Progress _ -> "job.progress";
      case Reply.Ended _ -> "job.ended";
      case Reply.Unclaimed _ -> "job.unclaimed";
      case Reply.NotStopped _ -> "job.not-stopped";
    };
  }

  private void run() {
    try {
      while (true) {
        var message = outgoing.poll(1, TimeUnit.SECONDS);
        if (isLeftUnconfirmed()) {
          log.warn("RabbitMQ confirmed nothing for {}; trying over another connection", patience);
          connection.giveUp();
          giveUpChannel();
        }
        if (message != null) {
          publish(message);
        } else if (channel != null && !channel.isOpen()) {
          giveUpChannel();
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean isLeftUnconfirmed() {
    var oldest = unconfirmed.firstEntry();
    return oldest != null && System.nanoTime() - oldest.getValue().since() > patience.toNanos();
  }

  private void publish(Outgoing message) throws InterruptedException {
    try {
      var open = open();
      switch (message) {
        case Passing passing -> {
          await(open, passing);
          open.basicPublish(Topology.REPLIES, passing.key(), PASSING, passing.body());
        }
        case Kept kept -> publishKept(open, kept);
      }
    } catch (IOException | RuntimeException broken) {
      log.debug("could not publish", broken);
      if (message instanceof Kept kept) {
        giveUp(kept);
        Thread.sleep(100);
      } else {
        giveUpChannel();
      }
    }
  }

  private void publishKept(Channel open, Kept kept) throws IOException, InterruptedException {
    if (System.nanoTime() < kept.notBefore()) {
      // Nobody wanted it yet: it waits its turn without holding up the others.
      if (outgoing.isEmpty()) {
        Thread.sleep(50);
      }
      outgoing.add(kept);
      return;
    }
    var properties =
        new AMQP.BasicProperties.Builder()
            .contentType("application/json")
            .deliveryMode(2)
            .messageId(kept.id())
            .build();
    await(open, kept);
    open.basicPublish(kept.exchange(), kept.key(), true, properties, kept.body());
  }

  /// Awaits the confirm of what is published next, also where it is not to be kept: a channel whose
  /// messages go nowhere is found by it (docs/adr/0012).
  private synchronized void await(Channel open, Outgoing next) {
    unconfirmed.put(open.getNextPublishSeqNo(), new Published(next, System.nanoTime()));
  }

  private Channel open() throws IOException {
    var open = channel;
    if (open != null && open.isOpen()) {
      return open;
    }
    giveUpChannel();
    var fresh = connection.channel();
    fresh.exchangeDeclare(Topology.REPLIES, BuiltinExchangeType.TOPIC, true);
    fresh.confirmSelect();
    fresh.addReturnListener(
        back -> {
          synchronized (this) {
            returned.add(back.getProperties().getMessageId());
          }
        });
    fresh.addConfirmListener(
        (tag, multiple) -> settle(fresh, tag, multiple, true),
        (tag, multiple) -> settle(fresh, tag, multiple, false));
    synchronized (this) {
      channel = fresh;
    }
    return fresh;
  }

  /// @param of the channel that numbered what is settled
  private void settle(Channel of, long tag, boolean multiple, boolean confirmed) {
    var settled = new ArrayList<Published>();
    synchronized (this) {
      if (!of.equals(channel)) {
        return; // late: it is published again on another, with numbers of its own
      }
      var some =
          multiple ? unconfirmed.headMap(tag, true) : unconfirmed.subMap(tag, true, tag, true);
      settled.addAll(some.values());
      some.clear();
    }
    for (var published : settled) {
      if (!(published.message() instanceof Kept kept)) {
        continue;
      }
      boolean nobodyWantsIt;
      synchronized (this) {
        nobodyWantsIt = returned.remove(kept.id());
      }
      if (confirmed && !nobodyWantsIt) {
        kept.whenConfirmed().run();
      } else {
        outgoing.add(later(kept));
      }
    }
  }

  private static Kept later(Kept kept) {
    return new Kept(
        kept.id(),
        kept.exchange(),
        kept.key(),
        kept.body(),
        kept.whenConfirmed(),
        System.nanoTime() + 1_000_000_000L);
  }

  /// Once more, and only once: its channel may have it among what was not confirmed.
  private synchronized void giveUp(Kept kept) {
    var isAmongThem = unconfirmed.values().stream().anyMatch(it -> it.message().equals(kept));
    giveUpChannel();
    if (!isAmongThem) {
      outgoing.add(kept);
    }
  }

  /// What was not confirmed on a channel that is gone is published again on the next.
  private void giveUpChannel() {
    var old = channel;
    synchronized (this) {
      channel = null;
    }
    if (old != null && old.isOpen()) {
      try {
        old.abort();
      } catch (IOException alreadyBroken) {
        log.debug("the channel was broken already", alreadyBroken);
      }
    }
    synchronized (this) {
      unconfirmed.values().stream()
          .map(Published::message)
          .filter(Kept.class::isInstance)
          .forEach(outgoing::add);
      unconfirmed.clear();
      returned.clear();
    }
  }

  /// Whether everything to be kept is with the broker.
  public synchronized boolean isSettled() {
    return unconfirmed.isEmpty() && outgoing.isEmpty();
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
