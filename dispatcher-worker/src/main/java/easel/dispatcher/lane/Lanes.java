package easel.dispatcher.lane;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.ShutdownSignalException;
import easel.common.id.QueueId;
import easel.common.topology.Topology;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps one partition's lanes consumed on one channel: opens it, opens it again when it was lost,
/// adds lanes, and closes it as a whole when a lane or the partition goes to somebody else, since a
/// cancelled consumer would let the broker deliver out of order.
///
/// Its own thread waits for the broker, so that decisions never do.
public final class Lanes {
  private static final Logger log = LoggerFactory.getLogger(Lanes.class);
  private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);
  private static final Duration LONGEST_DRAIN = Duration.ofSeconds(5);
  private static final Duration LANE_PAUSE = Duration.ofSeconds(5);
  private static final int MOST_FREED = 100_000;

  private final int partition;
  private final RabbitMqs rabbit;
  private final Consumer<LaneEvent> events;
  private final Semaphore changes = new Semaphore(0);
  private final Thread keeper;

  private volatile boolean stopped;

  /// Null while the partition is not ours.
  private volatile @Nullable Set<QueueId> wanted;

  private @Nullable LaneChannel channel;
  private final Set<QueueId> consumed = new HashSet<>();

  /// Lanes that could not be consumed, and when each may be tried again: the others go on.
  private final Map<QueueId, Long> setAside = new HashMap<>();

  public Lanes(int partition, RabbitMqs rabbit, Consumer<LaneEvent> events) {
    this.partition = partition;
    this.rabbit = rabbit;
    this.events =
        event -> {
          events.accept(event);
          if (event instanceof LaneEvent.Closed) {
            changes.release();
          }
        };
    this.keeper = Thread.ofVirtual().name("lanes-" + partition).unstarted(this::keep);
  }

  public void start() {
    keeper.start();
  }

  /// These lanes are ours from now on.
  public void serve(Set<QueueId> lanes) {
    if (!lanes.equals(wanted)) {
      wanted = Set.copyOf(lanes);
      changes.release();
    }
  }

  /// None is.
  public void leave() {
    if (wanted != null) {
      wanted = null;
      changes.release();
    }
  }

  /// Leaves all lanes, once what is unconfirmed was confirmed.
  public void stop() {
    stopped = true;
    wanted = null;
    changes.release();
  }

  public void awaitStopped(Duration atMost) throws InterruptedException {
    if (!keeper.join(atMost)) {
      log.atWarn().addKeyValue("partition", partition).log("A channel did not close in time");
    }
  }

  private void keep() {
    while (!stopped) {
      try {
        if (changes.tryAcquire(LOOK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
          changes.drainPermits();
        }
        bringInLine();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        break;
      } catch (IOException | TimeoutException | ShutdownSignalException unreachable) {
        log.atDebug()
            .addKeyValue("partition", partition)
            .setCause(unreachable)
            .log("Lanes could not be opened; will be tried again within 1 s");
      } catch (RuntimeException failure) {
        log.atError()
            .addKeyValue("partition", partition)
            .setCause(failure)
            .log("Lanes could not be opened; will be tried again within 1 s");
        close();
      }
    }
    drainAndClose();
  }

  private void bringInLine() throws IOException, TimeoutException {
    var lanes = wanted;
    var open = channel;
    if (open != null && !open.isOpen()) {
      close();
    }
    if (lanes == null || !lanes.containsAll(consumed)) {
      drainAndClose();
    }
    if (lanes == null) {
      setAside.clear();
      return;
    }
    if (consumed.containsAll(lanes) && channel != null) {
      return;
    }
    open(lanes);
  }

  private void open(Set<QueueId> lanes) throws IOException, TimeoutException {
    var connection = rabbit.ofPartition(partition).connection();
    // What may be refused is tried on a channel that nothing else depends on.
    try (var setUp = RabbitMq.channel(connection)) {
      if (channel == null) {
        declareFreedPlaces(setUp);
        var opened = LaneChannel.open(connection, Topology.dispatcherReplies(partition), events);
        channel = opened;
        onMainChannel(opened::consumeFreedPlaces);
      }
      for (var lane : lanes) {
        if (stopped || !lanes.equals(wanted)) {
          return; // the change is looked at next
        }
        if (!consumed.contains(lane) && isDue(lane)) {
          try {
            consume(lane, connection, setUp);
          } catch (IOException | TimeoutException | ShutdownSignalException refused) {
            if (connection.isOpen()) {
              setAside(lane, refused);
              changes.release();
            }
            throw refused;
          }
        }
      }
    } catch (AlreadyClosedException refused) {
      // Thrown by closing what a refusal closed.
      log.atDebug().addKeyValue("partition", partition).setCause(refused).log("Channel closed");
    }
  }

  private void consume(QueueId lane, Connection connection, Channel setUp)
      throws IOException, TimeoutException {
    RabbitMq.declare(setUp, Topology.lane(lane), Topology.orderedQueue(rabbit.queueType()));
    if (setAside.containsKey(lane)) {
      probe(lane, connection);
    }
    var open = channel;
    if (open == null) {
      throw new IllegalStateException("expected an open channel");
    }
    onMainChannel(() -> open.consume(lane));
    consumed.add(lane);
    setAside.remove(lane);
  }

  private void onMainChannel(Consuming consuming) throws IOException {
    try {
      consuming.begin();
    } catch (IOException | ShutdownSignalException failed) {
      close(); // it may wait for an answer that never comes
      throw failed;
    }
  }

  private interface Consuming {
    void begin() throws IOException;
  }

  /// A lane that failed before must not take the others' channel down with it again.
  private static void probe(QueueId lane, Connection connection)
      throws IOException, TimeoutException {
    try (var alone = RabbitMq.channel(connection)) {
      alone.basicQos(1, false);
      alone.basicConsume(Topology.lane(lane), false, new DefaultConsumer(alone));
    }
  }

  private void declareFreedPlaces(Channel setUp) throws IOException {
    var queue = Topology.dispatcherReplies(partition);
    setUp.queueDeclare(
        queue, true, false, true, Map.of("x-queue-type", "classic", "x-max-length", MOST_FREED));
    setUp.queueBind(queue, Topology.REPLIES, Topology.freed(partition));
  }

  private boolean isDue(QueueId lane) {
    var notBefore = setAside.get(lane);
    return notBefore == null || System.nanoTime() - notBefore >= 0;
  }

  private void setAside(QueueId lane, Exception refused) {
    if (setAside.put(lane, System.nanoTime() + LANE_PAUSE.toNanos()) == null) {
      log.atWarn()
          .addKeyValue("lane", Topology.lane(lane))
          .addKeyValue("cause", refused.toString())
          .log("A lane could not be consumed; it is tried again every few seconds, others go on");
    }
  }

  private void drainAndClose() {
    var open = channel;
    if (open == null) {
      return;
    }
    var drained = new CompletableFuture<Void>();
    events.accept(new LaneEvent.Draining(open, drained));
    try {
      drained.get(LONGEST_DRAIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | ExecutionException unconfirmed) {
      log.atWarn()
          .addKeyValue("partition", partition)
          .setCause(unconfirmed)
          .log("A hand-over was not confirmed in time; its head is delivered again");
    }
    close();
  }

  private void close() {
    var open = channel;
    channel = null;
    consumed.clear();
    if (open != null) {
      open.close();
    }
  }
}
