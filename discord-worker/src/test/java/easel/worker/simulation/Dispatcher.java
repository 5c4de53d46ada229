package easel.worker.simulation;

import easel.common.directory.AccountEntry;
import easel.common.id.QueueId;
import easel.common.message.AccountMessage;
import easel.common.message.LaneJob;
import easel.common.partition.Partitions;
import easel.common.slot.Take;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// What a worker may expect of dispatchers and their lanes, and no more: the head of a lane is
/// handed over, to any account that has a place for it, until that is confirmed; the next only
/// then. A hand-over may come twice, and to another account where Redis was emptied.
final class Dispatcher {
  private final Cell cell;
  private final World world;
  private final Map<QueueId, Lane> lanes = new LinkedHashMap<>();

  /// Grows with each crash: what an earlier one did is not confirmed to a later one.
  private int life;

  private boolean alive = true;

  private static final class Lane {
    private final Deque<LaneJob> jobs = new ArrayDeque<>();
    private boolean handingOver;
    private boolean mayHold;
  }

  Dispatcher(Cell cell) {
    this.cell = cell;
    this.world = cell.world;
    cell.queues.keySet().forEach(queue -> lanes.put(queue, new Lane()));
    world.every(1_000_000_000L, this::look);
  }

  void accept(LaneJob job) {
    lane(job).jobs.addLast(job);
    world.in(world.millis(1, 5), this::look);
  }

  /// It is published again, unless it waits still.
  void acceptAgain(LaneJob job) {
    if (!lane(job).jobs.contains(job)) {
      accept(job);
    }
  }

  boolean isEmpty() {
    return lanes.values().stream().allMatch(lane -> lane.jobs.isEmpty());
  }

  void crash() {
    if (!alive) {
      return;
    }
    alive = false;
    life++;
    world.in(
        world.millis(500, 6_000),
        () -> {
          alive = true;
          for (var lane : lanes.values()) {
            lane.handingOver = false;
            lane.mayHold = true;
          }
          look();
        });
  }

  private Lane lane(LaneJob job) {
    var lane = lanes.get(job.queue());
    if (lane == null) {
      throw new IllegalStateException("expected a lane for " + job.queue());
    }
    return lane;
  }

  void look() {
    if (alive && !cell.isRedisAway() && cell.directory().complete()) {
      lanes.values().forEach(this::look);
    }
  }

  private void look(Lane lane) {
    var head = lane.jobs.peekFirst();
    if (head == null || lane.handingOver) {
      return;
    }
    var ofQueue = cell.slots.takeOfQueue(head.queue(), head.job());
    if (ofQueue == Take.ENDED) {
      cell.slots.freeOfQueue(head.queue(), head.job());
      lane.jobs.removeFirst();
      look(lane);
      return;
    }
    if (!ofQueue.holds()) {
      return;
    }
    takeOfAccount(lane, head)
        .ifPresent(
            account -> {
              lane.handingOver = true;
              handOver(lane, head, account);
            });
  }

  private Optional<AccountEntry> takeOfAccount(Lane lane, LaneJob head) {
    var home = cell.queues.get(head.queue()).account();
    var all = new ArrayList<AccountEntry>(cell.accounts.values());
    Collections.shuffle(all, new Random(world.below(1_000)));
    if (lane.mayHold && home == null) {
      all.sort(
          (one, other) ->
              Boolean.compare(
                  cell.slots.holdsOfAccount(other.discordUser(), head.job()),
                  cell.slots.holdsOfAccount(one.discordUser(), head.job())));
    }
    lane.mayHold = false;
    return all.stream()
        .filter(account -> home == null || account.id().equals(home))
        .filter(account -> cell.slots.takeOfAccount(account.discordUser(), head.job()).holds())
        .findFirst();
  }

  private void handOver(Lane lane, LaneJob head, AccountEntry account) {
    int publishedBy = life;
    long arrival = world.millis(1, 5);
    boolean lost = world.fails(0.03);
    world.in(
        arrival,
        () -> {
          if (!lost && publishedBy == life) {
            cell.broker.publish(
                Partitions.ofDiscordUser(account.discordUser()),
                new AccountMessage.HandOver(head, account.id()));
          }
        });
    boolean confirmed = !lost && !world.fails(0.05);
    world.in(
        confirmed ? arrival + world.millis(1, 5) : 10_000_000_000L,
        () -> {
          if (publishedBy != life) {
            return;
          }
          lane.handingOver = false;
          if (confirmed) {
            lane.jobs.removeFirst();
          } else {
            lane.mayHold = true;
          }
          look(lane);
        });
  }
}
