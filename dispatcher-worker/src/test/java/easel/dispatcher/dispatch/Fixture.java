package easel.dispatcher.dispatch;

import easel.common.directory.AccountEntry;
import easel.common.directory.Directory;
import easel.common.directory.QueueEntry;
import easel.common.id.AccountId;
import easel.common.id.JobId;
import easel.common.id.PoolId;
import easel.common.id.QueueId;
import easel.common.message.Command;
import easel.common.message.LaneJob;
import easel.common.message.Reply.PlaceFreed;
import easel.common.partition.Partitions;
import easel.dispatcher.pool.Pools;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One customer's pool, its accounts and queues, and the heads of its lanes, in memory.
final class Fixture {
  static final PoolId POOL = PoolId.ofCustomer(17);

  final PlacesInMemory places = new PlacesInMemory();
  final TurnsInMemory turns = new TurnsInMemory();
  private final Map<AccountId, AccountEntry> accounts = new HashMap<>();
  private final Map<QueueId, QueueEntry> queues = new HashMap<>();
  private long nanos;
  private long clock;
  private long numbers;
  private final Places seen;
  Heads heads;

  Fixture() {
    this(Planted.NOTHING);
  }

  Fixture(Planted planted) {
    seen = new PlacesWithBug(places, planted);
    heads = new Heads(seen, turns, () -> nanos);
  }

  static AccountId account(long number) {
    return new AccountId(number);
  }

  static String user(AccountId account) {
    return "user-" + account;
  }

  Fixture account(long number, int limit) {
    return account(number, limit, true, true);
  }

  Fixture account(long number, int limit, boolean usable, boolean linked) {
    var id = account(number);
    accounts.put(
        id,
        new AccountEntry(
            id, POOL, user(id), "1", "2", limit, usable, linked, "sealed", null, false, null));
    places.gate("account " + user(id), limit, usable && linked);
    follow(true);
    return this;
  }

  Fixture queue(QueueId queue, int limit) {
    return queue(queue, limit, null, false);
  }

  Fixture queue(QueueId queue, int limit, @Nullable AccountId home, boolean paused) {
    queues.put(queue, new QueueEntry(queue, POOL, home, limit, paused, true));
    places.gate("queue " + queue, limit, !paused);
    follow(true);
    return this;
  }

  void directoryIsComplete(boolean complete) {
    follow(complete);
  }

  private void follow(boolean complete) {
    heads.follow(pools(complete));
  }

  Pools pools(boolean complete) {
    return Pools.divide(new Directory(complete, accounts, queues)).get(Partitions.ofPool(POOL));
  }

  /// Another process takes over: only what is in Redis is known.
  void takeOver() {
    heads = new Heads(seen, turns, () -> nanos);
    heads.follow(pools(true));
  }

  LaneJob job(QueueId queue) {
    return job(queue, null);
  }

  /// Accepted after every job before.
  LaneJob job(QueueId queue, @Nullable AccountId pinned) {
    return new LaneJob(
        new JobId(UUID.randomUUID()),
        queue,
        ++numbers,
        Instant.EPOCH.plusSeconds(++clock),
        pinned,
        new Command.Imagine("a red fox"));
  }

  void pass(Duration time) {
    nanos += time.toNanos();
  }

  void arrives(LaneJob job) {
    heads.arrived(new Head(job, false));
  }

  void arrivesAgain(LaneJob job) {
    heads.arrived(new Head(job, true));
  }

  /// What must be acted upon now; every hand-over is confirmed.
  List<Decision.Action> decisions() {
    List<Decision.Action> actions = new ArrayList<>();
    for (var next = heads.next(); next.isPresent(); next = heads.next()) {
      actions.add(next.get());
      heads.done(next.get().job().queue());
    }
    return actions;
  }

  /// The accounts to which jobs are handed over now, in order.
  List<AccountId> handedOverTo() {
    return decisions().stream().map(action -> ((Decision.HandOver) action).account().id()).toList();
  }

  /// The jobs that are handed over now, in order.
  List<LaneJob> handedOver() {
    return decisions().stream().map(action -> ((Decision.HandOver) action).job()).toList();
  }

  /// The job's worker frees its places, and says so.
  void ends(LaneJob job, AccountId account) {
    endsUnheard(job, account);
    heads.freed(new PlaceFreed(job.job(), job.queue(), account));
  }

  void endsUnheard(LaneJob job, AccountId account) {
    places.freeBoth(user(account), job.queue(), job.job());
  }
}
