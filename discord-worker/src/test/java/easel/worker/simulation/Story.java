package easel.worker.simulation;

import easel.common.id.JobId;
import easel.common.id.QueueId;
import easel.common.message.AccountMessage;
import easel.common.message.Command;
import easel.common.message.JobEnd;
import easel.common.message.LaneJob;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// One seed: customers submit and cancel while everything fails that can, until it fails no more;
/// then every job must end, and what Discord was sent is judged.
final class Story {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long TROUBLE = 25 * SECOND;

  /// By then every deadline has passed, that of the quarantine too, and the API has asked twice.
  private static final int PATIENCE_SECONDS = 300;

  private final World world;
  private final Cell cell;
  private final Dispatcher dispatcher;
  private long numbers;

  Story(long seed, Planted planted) {
    this.world = new World(seed);
    this.cell = new Cell(world, planted);
    this.dispatcher = new Dispatcher(cell);
    cell.whenPlaceFreed(dispatcher::look);
    cell.whenUnclaimed(job -> dispatcher.acceptAgain(cell.job(job)));
    world.every(5 * SECOND, cell::askAboutSilent);
  }

  /// Some finished pictures are shown to nobody, and can be asked for.
  void hideSomeFinals() {
    cell.discord.offerShow();
    cell.discord.hideFinals(0.3);
  }

  /// @throws BrokenPromise if one was broken
  void tell() {
    cell.startWorker();
    cell.startWorker();
    world.pass(2 * SECOND);
    int jobs = 3 + world.below(10);
    for (int i = 0; i < jobs; i++) {
      world.in(world.millis(0, 20_000), this::accept);
    }
    world.in(world.millis(0, 1_000), this::somethingFails);
    world.pass(TROUBLE);
    world.calm();
    restartWorkers();
    for (int i = 0; i < PATIENCE_SECONDS && !isOver(); i++) {
      world.pass(SECOND);
    }
    new Judge(cell).judge(dispatcher.isEmpty());
  }

  private boolean isOver() {
    return cell.accepted.keySet().stream().allMatch(cell.told::containsKey)
        && dispatcher.isEmpty()
        && cell.broker.isEmpty()
        && cell.tables.openClaims().isEmpty()
        && cell.slots.held().isEmpty();
  }

  private void accept() {
    var queue = world.anyOf(List.copyOf(cell.queues.keySet()));
    var id = new JobId(new UUID(1, ++numbers));
    var job =
        new LaneJob(
            id, queue, numbers, Instant.EPOCH, null, new Command.Imagine("a red fox " + id));
    cell.accept(job);
    dispatcher.accept(job);
    if (world.chance(0.2)) {
      world.in(world.millis(0, 6_000), () -> cancel(id, queue));
    }
  }

  private void cancel(JobId job, QueueId queue) {
    cell.cancelled.add(job);
    cell.ask(new AccountMessage.End(job, queue, new JobEnd.Cancelled(false)));
  }

  private void somethingFails() {
    if (!world.isTroubled()) {
      return;
    }
    switch (world.below(18)) {
      case 0, 1, 2 -> killAWorker();
      case 3, 4 -> anyWorker(worker -> worker.pause(world.millis(500, 20_000)));
      case 5 -> dispatcher.crash();
      case 6 -> cell.loseDatabase(world.millis(200, 4_000));
      case 7 -> {
        cell.tables.restart();
        cell.loseDatabase(world.millis(200, 3_000));
      }
      case 8, 9 -> cell.emptyRedis();
      case 10 -> cell.loseRedis(world.millis(200, 4_000));
      case 11, 12 -> anyWorker(SimulatedWorker::cut);
      case 13, 14 -> anyWorker(cell.discord::dropSession);
      case 15, 16 -> {
        cell.loseDatabase(world.millis(1_000, 4_000));
        world.in(world.millis(0, 3_000), this::killAWorker);
      }
      default -> {
        if (cell.livingWorkers().size() < 3) {
          cell.startWorker();
        }
      }
    }
    world.in(world.millis(200, 4_000), this::somethingFails);
  }

  private void killAWorker() {
    anyWorker(
        worker -> {
          worker.kill();
          world.in(world.millis(0, 6_000), this::restartOne);
        });
  }

  private void restartOne() {
    if (cell.livingWorkers().size() < 2) {
      cell.startWorker();
    }
  }

  private void restartWorkers() {
    while (cell.livingWorkers().size() < 2) {
      cell.startWorker();
    }
  }

  private void anyWorker(java.util.function.Consumer<SimulatedWorker> what) {
    var living = cell.livingWorkers();
    if (!living.isEmpty()) {
      what.accept(world.anyOf(living));
    }
  }
}
