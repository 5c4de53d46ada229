package easel.dispatcher.lane;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ChannelContinuationTimeoutException;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.ShutdownSignalException;
import easel.common.id.QueueId;
import easel.common.message.LaneMade;
import easel.common.topology.Topology;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
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
/// It makes no lane: only who publishes to a lane may, who knows what was lost with it.
///
/// Its own thread waits for the broker, so that decisions never do.
public final class Lanes {
  private static final Logger log = LoggerFactory.getLogger(Lanes.class);
  private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);
  private static final Duration LONGEST_DRAIN = Duration.ofSeconds(5);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);
  // A lane that is made is told of; many may be missing where nobody has jobs.
  private static final Duration LONGEST_PAUSE_OF_MISSING = Duration.ofMinutes(1);
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

  /// Lanes that could not be consumed: the others go on.
  private final Map<QueueId, Aside> setAside = new HashMap<>();

  private final SilentLanes silentLanes = new SilentLanes();

  /// Lanes that were made of late.
  private final Queue<LaneMade> made = new ConcurrentLinkedQueue<>();

  private volatile boolean anyMayBeMade;

  /// @param from when it may be tried again, by `nanoTime`
  /// @param missing whether it is not there
  private record Aside(long from, Duration pause, boolean missing) {}

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

  /// A lane was made: it is looked for now.
  public void made(LaneMade lane) {
    var lanes = wanted;
    if (lanes != null && lanes.contains(lane.queue())) {
      made.add(lane);
      changes.release();
    }
  }

  /// Any may have been made, unheard.
  public void anyMayBeMade() {
    if (wanted != null) {
      anyMayBeMade = true;
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
    lookForMadeLanes();
    if (channel == null || lanes.stream().anyMatch(this::isDue)) {
      open(lanes);
    }
    lookForSilentLanes();
  }

  private void lookForSilentLanes() throws IOException {
    var open = channel;
    if (open == null || !open.isOpen()) {
      return;
    }
    var silent = silentLanes.find(open, consumed, rabbit.ofPartition(partition).connection());
    if (silent != null) {
      log.atWarn()
          .addKeyValue("lane", silent)
          .log("A lane has jobs and delivers none, or is gone; its channel is reopened");
      drainAndClose();
      changes.release();
    }
  }

  /// A consumer of a lane that is made anew is not told reliably that the one before is gone, and
  /// may be attached to the new one and get nothing: docs/adr/0012.
  private void lookForMadeLanes() {
    if (anyMayBeMade) {
      anyMayBeMade = false;
      made.clear();
      setAside.values().removeIf(Aside::missing);
      drainAndClose();
    }
    for (var lane = made.poll(); lane != null; lane = made.poll()) {
      var aside = setAside.get(lane.queue());
      if (aside != null && aside.missing()) {
        setAside.remove(lane.queue());
      }
      if (lane.anew() && consumed.contains(lane.queue())) {
        log.atWarn()
            .addKeyValue("lane", lane.queue())
            .log("A lane was made anew; its channel is reopened");
        drainAndClose();
      }
    }
  }

  private void open(Set<QueueId> lanes) throws IOException, TimeoutException {
    var connection = rabbit.ofPartition(partition).connection();
    // What may be refused is tried on a channel that nothing else depends on.
    try (var setUp = RabbitMq.channel(connection)) {
      if (channel == null) {
        var opened = LaneChannel.open(connection, declareFreedPlaces(setUp), events);
        channel = opened;
        onMainChannel(opened::consumeFreedPlaces, connection);
      }
      for (var lane : untriedFirst(lanes)) {
        if (stopped || !lanes.equals(wanted)) {
          return; // the change is looked at next
        }
        if (isDue(lane)) {
          try {
            consume(lane, connection, setUp);
          } catch (IOException | TimeoutException | ShutdownSignalException refused) {
            // Also where it took the connection with it: a lane that is consumed before its
            // leader runs does, and may again.
            setAside(lane, refused);
            changes.release();
            throw refused;
          }
        }
      }
    } catch (AlreadyClosedException refused) {
      // Thrown by closing what a refusal closed.
      log.atDebug().addKeyValue("partition", partition).setCause(refused).log("Channel closed");
    }
  }

  /// Those that could not be consumed may keep it waiting, each for seconds.
  private List<QueueId> untriedFirst(Set<QueueId> lanes) {
    return lanes.stream().sorted(Comparator.comparing(setAside::containsKey)).toList();
  }

  private void consume(QueueId lane, Connection connection, Channel setUp)
      throws IOException, TimeoutException {
    setUp.queueDeclarePassive(Topology.lane(lane));
    var aside = setAside.get(lane);
    if (aside != null && !aside.missing()) {
      probe(lane);
    }
    var open = channel;
    if (open == null) {
      throw new IllegalStateException("expected an open channel");
    }
    onMainChannel(() -> open.consume(lane), connection);
    consumed.add(lane);
    setAside.remove(lane);
  }

  private void onMainChannel(Consuming consuming, Connection connection) throws IOException {
    try {
      consuming.begin();
    } catch (ChannelContinuationTimeoutException unanswered) {
      RabbitMq.abandon(connection);
      close();
      throw unanswered;
    } catch (IOException | ShutdownSignalException failed) {
      close();
      throw failed;
    }
  }

  private interface Consuming {
    void begin() throws IOException;
  }

  /// A lane that failed before must not take the others' connection down with it again.
  private void probe(QueueId lane) throws IOException, TimeoutException {
    var connection = rabbit.trial().connection();
    var alone = RabbitMq.channel(connection);
    try {
      alone.basicQos(1, false);
      alone.basicConsume(Topology.lane(lane), false, new DefaultConsumer(alone));
    } catch (ChannelContinuationTimeoutException unanswered) {
      RabbitMq.abandon(connection); // closing the channel would wait for the same answer
      throw unanswered;
    }
    alone.close();
  }

  /// A queue of this connection alone: it lives on the node that is connected to, so that no other
  /// node's being down keeps a dispatcher from its lanes.
  ///
  /// @return its name
  private String declareFreedPlaces(Channel setUp) throws IOException {
    var queue = Topology.dispatcherReplies(partition) + "." + UUID.randomUUID();
    setUp.queueDeclare(
        queue, false, true, true, Map.of("x-queue-type", "classic", "x-max-length", MOST_FREED));
    setUp.queueBind(queue, Topology.REPLIES, Topology.freed(partition));
    return queue;
  }

  private boolean isDue(QueueId lane) {
    var aside = setAside.get(lane);
    return !consumed.contains(lane) && (aside == null || System.nanoTime() - aside.from() >= 0);
  }

  private void setAside(QueueId lane, Exception refused) {
    var missing = RabbitMq.isMissing(refused);
    var longest = missing ? LONGEST_PAUSE_OF_MISSING : LONGEST_PAUSE;
    var before = setAside.get(lane);
    var pause = before == null ? FIRST_PAUSE : before.pause().multipliedBy(2);
    pause = pause.compareTo(longest) > 0 ? longest : pause;
    setAside.put(lane, new Aside(System.nanoTime() + pause.toNanos(), pause, missing));
    if (!missing && (before == null || before.missing())) {
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
    silentLanes.forget();
    if (open != null) {
      open.close();
    }
  }
}
