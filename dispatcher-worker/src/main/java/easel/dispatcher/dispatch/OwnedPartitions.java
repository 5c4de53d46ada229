package easel.dispatcher.dispatch;

import easel.common.directory.Directory;
import easel.common.partition.Partitions;
import easel.dispatcher.lane.ControlMessages;
import easel.dispatcher.lane.Lanes;
import easel.dispatcher.lane.RabbitMqs;
import easel.dispatcher.member.Member;
import easel.dispatcher.pool.DirectoryWatch;
import easel.dispatcher.pool.Pools;
import easel.dispatcher.pool.Turns;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Brings together who lives, what the directory says, and the lanes that follow from both.
@Component
final class OwnedPartitions implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(OwnedPartitions.class);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(7);

  private record Served(PartitionDispatcher dispatcher, Lanes lanes) {}

  private final Member member;
  private final DirectoryWatch directory;
  private final ControlMessages control;
  private final DispatchMeters meters;
  private final List<Served> partitions;

  private Set<Integer> owned = Set.of();
  private List<Pools> pools = Pools.divide(Directory.UNKNOWN);
  private volatile boolean running;

  OwnedPartitions(
      Member member,
      DirectoryWatch directory,
      RabbitMqs rabbit,
      ControlMessages control,
      Places places,
      Turns turns,
      DispatchMeters meters) {
    this.member = member;
    this.directory = directory;
    this.meters = meters;
    this.control = control;
    this.partitions =
        IntStream.range(0, Partitions.COUNT)
            .mapToObj(partition -> served(partition, rabbit, places, turns, meters))
            .toList();
  }

  private static Served served(
      int partition, RabbitMqs rabbit, Places places, Turns turns, DispatchMeters meters) {
    var heads = new Heads(places, turns, System::nanoTime);
    var dispatcher = new PartitionDispatcher(partition, places, heads, meters);
    return new Served(dispatcher, new Lanes(partition, rabbit, dispatcher::accept));
  }

  @Override
  public void start() {
    running = true;
    partitions.forEach(
        partition -> {
          partition.dispatcher().start();
          partition.lanes().start();
        });
    control.whenLanesAreMade(
        made -> partitions.forEach(partition -> partition.lanes().made(made)),
        () -> partitions.forEach(partition -> partition.lanes().anyMayBeMade()));
    directory.start(this::follow);
    member.start(this::own);
  }

  /// Others take over while what is unconfirmed here arrives: two owners do no harm.
  @Override
  public void stop() {
    running = false;
    member.leave();
    directory.stop();
    partitions.forEach(partition -> partition.lanes().stop());
    try {
      for (var partition : partitions) {
        partition.lanes().awaitStopped(LONGEST_STOP);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    partitions.forEach(partition -> partition.dispatcher().stop());
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private synchronized void follow(Directory now) {
    pools = Pools.divide(now);
    for (int i = 0; i < pools.size(); i++) {
      partitions.get(i).dispatcher().follow(pools.get(i));
    }
    serve();
  }

  private synchronized void own(Set<Integer> now) {
    if (now.equals(owned) || !running) {
      return;
    }
    log.atInfo().addKeyValue("partitions", now.stream().sorted().toList()).log("Partitions owned");
    owned = now;
    meters.owned(now.size());
    serve();
  }

  private void serve() {
    for (int i = 0; i < partitions.size(); i++) {
      var lanes = partitions.get(i).lanes();
      if (owned.contains(i)) {
        lanes.serve(pools.get(i).lanes());
      } else {
        lanes.leave();
      }
    }
  }
}
