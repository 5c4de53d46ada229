package easel.worker.simulation;

import easel.common.crypto.SealedFor;
import easel.common.crypto.Sealer;
import easel.common.directory.AccountEntry;
import easel.common.directory.Directory;
import easel.common.directory.QueueEntry;
import easel.common.id.AccountId;
import easel.common.id.JobId;
import easel.common.id.PoolId;
import easel.common.id.QueueId;
import easel.common.message.AccountMessage;
import easel.common.message.JobEnd;
import easel.common.message.LaneJob;
import easel.common.message.Reply;
import easel.worker.claim.ClaimState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.redisson.client.RedisException;
import org.springframework.dao.DataAccessResourceFailureException;

/// All that the workers of one story share: broker, Redis, PostgreSQL, Discord, and what customers
/// asked for and were told.
final class Cell {
  static final Sealer SEALER = Sealer.of(Sealer.newKeyset());
  private static final long SILENCE = Duration.ofSeconds(60).toNanos();
  private static final long VERSION = 1;

  final World world;
  final Planted planted;
  final TablesInMemory tables;
  final SlotsInMemory slots = new SlotsInMemory();
  final Broker broker;
  final PicturesInMemory store = new PicturesInMemory();
  final Discord discord;
  final Map<AccountId, AccountEntry> accounts = new LinkedHashMap<>();
  final Map<QueueId, QueueEntry> queues = new LinkedHashMap<>();
  final List<SimulatedWorker> workers = new ArrayList<>();

  /// What was accepted, in the order of acceptance.
  final Map<JobId, LaneJob> accepted = new LinkedHashMap<>();

  final Set<JobId> cancelled = new HashSet<>();
  final Map<JobId, List<JobEnd>> told = new HashMap<>();

  /// What was said of accounts.
  final List<Reply.AccountState> states = new ArrayList<>();

  private final Map<JobId, Long> acceptedAt = new HashMap<>();
  private final Map<JobId, Long> heardAt = new HashMap<>();
  private final Map<JobId, Long> askedAt = new HashMap<>();
  private Consumer<JobId> whenUnclaimed = _ -> {};
  private Runnable whenPlaceFreed = () -> {};
  private final Set<Class<?>> lost = new HashSet<>();
  private long databaseFrom;
  private long redisFrom;
  private boolean complete = true;
  private int names;

  Cell(World world, Planted planted) {
    this.world = world;
    this.planted = planted;
    this.tables = new TablesInMemory(world::now, planted != Planted.EPOCH_NOT_RAISED);
    this.broker = new Broker(world, planted);
    var hiding = new HashSet<String>();
    int count = 1 + world.below(3);
    for (int i = 1; i <= count; i++) {
      var user = Integer.toString(1_300 + i);
      if (world.chance(0.15)) {
        hiding.add(user);
      }
      var id = new AccountId(i);
      accounts.put(
          id,
          new AccountEntry(
              id,
              PoolId.SHARED,
              user,
              "1",
              Integer.toString(10 + i),
              1 + world.below(3),
              true,
              true,
              SEALER.seal(user, SealedFor.userToken(id)),
              null,
              false,
              0));
    }
    this.discord = new Discord(world, planted, hiding, this::isAwaited);
    int lanes = 1 + world.below(3);
    for (int i = 1; i <= lanes; i++) {
      var ofCustomer = world.chance(0.5);
      var queue = ofCustomer ? QueueId.ofCustomer(i) : QueueId.ofAccount(new AccountId(i));
      queues.put(
          queue,
          new QueueEntry(
              queue,
              PoolId.SHARED,
              ofCustomer ? null : world.anyOf(List.copyOf(accounts.keySet())),
              ofCustomer ? 2 : QueueEntry.UNLIMITED,
              false,
              true));
    }
    openGates();
  }

  void whenPlaceFreed(Runnable look) {
    whenPlaceFreed = look;
  }

  /// Somebody says that a place is free.
  void placeFreed() {
    world.in(world.millis(1, 5), whenPlaceFreed);
  }

  // PostgreSQL

  void loseDatabase(long nanos) {
    world.note("away", "PostgreSQL");
    databaseFrom = Math.max(databaseFrom, world.now() + nanos);
  }

  /// The next answer of this part of PostgreSQL does not come.
  void loseAnswer(Class<?> part) {
    lost.add(part);
  }

  boolean losesAnswer(Class<?> part) {
    return lost.remove(part);
  }

  void requireDatabase() {
    if (world.now() < databaseFrom) {
      throw new DataAccessResourceFailureException("PostgreSQL is away");
    }
  }

  // Redis

  void loseRedis(long nanos) {
    world.note("away", "Redis");
    redisFrom = Math.max(redisFrom, world.now() + nanos);
  }

  /// FLUSHALL: an API instance finds it and writes the read model again.
  void emptyRedis() {
    world.note("emptied", "Redis");
    slots.empty();
    complete = false;
    world.in(world.millis(500, 3_000), this::openGates);
  }

  private void openGates() {
    complete = true;
    accounts
        .values()
        .forEach(
            account ->
                slots.setGateOfAccount(account.discordUser(), VERSION, account.limit(), true));
    queues
        .values()
        .forEach(queue -> slots.setGateOfQueue(queue.id(), VERSION, queue.limit(), true));
  }

  boolean isRedisAway() {
    return world.now() < redisFrom;
  }

  void requireRedis() {
    if (isRedisAway()) {
      throw new RedisException("Redis is away");
    }
  }

  Directory directory() {
    return new Directory(complete, accounts, queues);
  }

  // Workers

  SimulatedWorker startWorker() {
    var worker = new SimulatedWorker(this, "worker-" + ++names);
    workers.add(worker);
    world.note("started", worker.name);
    return worker;
  }

  List<SimulatedWorker> livingWorkers() {
    return workers.stream().filter(SimulatedProcess::isAlive).toList();
  }

  /// A question on `discord.ask`: one of the workers gets it, another if that one dies before it
  /// has acknowledged.
  void ask(AccountMessage.Ask ask) {
    var reachable = workers.stream().filter(one -> one.isAlive() && !one.isPaused()).toList();
    if (reachable.isEmpty()) {
      world.in(world.millis(300, 900), () -> ask(ask));
      return;
    }
    var worker = world.anyOf(reachable);
    worker.ask(ask);
  }

  /// Whether a claim still says that its command is on its way.
  private boolean isAwaited(JobId job) {
    return tables.claims().find(job).filter(row -> row.state() == ClaimState.SENDING).isPresent();
  }

  // The customers' side

  void hear(Reply.JobReply reply) {
    world.note("told", reply);
    heardAt.put(reply.job(), world.now());
    switch (reply) {
      case Reply.Ended(var job, _, _, var end) ->
          told.computeIfAbsent(job, _ -> new ArrayList<>()).add(end);
      case Reply.Unclaimed(var job, _) -> whenUnclaimed.accept(job);
      default -> {
        // Signs of life say no more than that.
      }
    }
  }

  LaneJob job(JobId id) {
    var job = accepted.get(id);
    if (job == null) {
      throw new IllegalArgumentException("expected an accepted job, got: " + id);
    }
    return job;
  }

  void whenUnclaimed(Consumer<JobId> publishAgain) {
    whenUnclaimed = publishAgain;
  }

  /// What the API does about a job of which nothing was heard for a minute, though a worker has it,
  /// or though a later one of its queue was heard of.
  void askAboutSilent() {
    for (var job : accepted.values()) {
      long heard = heardAt.getOrDefault(job.job(), acceptedAt.getOrDefault(job.job(), 0L));
      long asked = askedAt.getOrDefault(job.job(), 0L);
      if (!told.containsKey(job.job())
          && Math.max(heard, asked) < world.now() - SILENCE
          && (heardAt.containsKey(job.job()) || isPassedOver(job))) {
        askedAt.put(job.job(), world.now());
        ask(new AccountMessage.Tell(job.job(), job.queue()));
      }
    }
  }

  private boolean isPassedOver(LaneJob job) {
    return accepted.values().stream()
        .filter(other -> other.queue().equals(job.queue()) && other.number() > job.number())
        .anyMatch(other -> heardAt.containsKey(other.job()));
  }

  void accept(LaneJob job) {
    accepted.put(job.job(), job);
    acceptedAt.put(job.job(), world.now());
  }
}
