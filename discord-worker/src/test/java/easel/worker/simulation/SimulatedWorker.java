package easel.worker.simulation;

import com.rabbitmq.client.Channel;
import easel.common.id.PoolId;
import easel.common.message.AccountMessage;
import easel.common.message.Reply;
import easel.common.slot.Slots;
import easel.common.topology.QueueType;
import easel.worker.account.AccountActor;
import easel.worker.account.DirectoryView;
import easel.worker.account.Endings;
import easel.worker.account.JobLog;
import easel.worker.account.Later;
import easel.worker.account.Requests;
import easel.worker.account.Services;
import easel.worker.broker.Channels;
import easel.worker.claim.AccountNotes;
import easel.worker.claim.Claims;
import easel.worker.claim.Leases;
import easel.worker.claim.Presence;
import easel.worker.claim.Renewals;
import easel.worker.claim.Threads;
import easel.worker.handover.Asks;
import easel.worker.handover.OwnedPartition;
import easel.worker.partition.Ownership;
import easel.worker.place.PlaceKeeper;
import easel.worker.reply.Publisher;
import easel.worker.send.CommandIndex;
import easel.worker.settings.WorkerProperties;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.redisson.client.RedisException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;

/// One worker: its own code from the delivery of a hand-over to the end that is told, driven by one
/// thread in virtual time. What lies around it is of the {@link Cell}, reached with all that can go
/// wrong on the way.
final class SimulatedWorker extends SimulatedProcess {
  private static final Logger log = LoggerFactory.getLogger(SimulatedWorker.class);

  static final WorkerProperties SETTINGS =
      new WorkerProperties(
          "",
          QueueType.QUORUM,
          Duration.ofMillis(100),
          Duration.ofSeconds(10),
          Duration.ofSeconds(15),
          Duration.ofSeconds(20),
          Duration.ofSeconds(60),
          new WorkerProperties.Redis("", ""),
          new WorkerProperties.Discord("", "bot"));
  private static final MeterRegistry NO_METERS = new CompositeMeterRegistry();
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long MILLI = SECOND / 1_000;

  private final Cell cell;
  private final List<Driven> accounts = new ArrayList<>();
  private final Presence session;
  private final DirectoryView directory;
  private final Endings endings;
  private final Asks asks;
  private final Ownership ownership;
  private final Map<Class<?>, Long> reachedFrom = new HashMap<>();
  private boolean connected = true;

  SimulatedWorker(Cell cell, String name) {
    super(cell.world, name);
    this.cell = cell;
    var claims = PlantedBugs.in(overDatabase(Claims.class, cell.tables.claims()), cell);
    var leases = PlantedBugs.in(overDatabase(Leases.class, cell.tables.leases()), cell);
    this.session = cell.tables.presence(name);
    var presence = new ReachedSession();
    var slots =
        reaching(
            Slots.class,
            PlantedBugs.in(cell.slots, cell),
            cell::requireRedis,
            () -> new RedisException("Redis did not answer"));
    this.directory =
        new DirectoryView(
            () -> {
              step();
              cell.requireRedis();
              return cell.directory();
            });
    Executor beside = task -> actIn(world.millis(0, 3), task);
    Later later = (pause, task) -> actIn(pause.toNanos(), task);
    var publisher = PlantedBugs.in(new ToBroker(), cell);
    this.endings = new Endings(slots, publisher, directory, claims, beside);
    var client = cell.discord.client(this);
    var renewals = new Renewals(world::now);
    var services =
        new Services(
            claims,
            overDatabase(Threads.class, cell.tables.threads()),
            overDatabase(AccountNotes.class, cell.tables.notes()),
            leases,
            renewals,
            presence,
            directory,
            Cell.SEALER,
            cell.discord.bots(this),
            cell.discord.ears(this),
            cell.store,
            client,
            new Requests(),
            new CommandIndex(client),
            publisher,
            endings,
            SETTINGS,
            new JobLog(NO_METERS),
            world::now,
            beside,
            later);
    this.asks =
        new Asks(
            claims, slots, publisher, endings, claim -> ownership().account(claim), beside, later);
    this.ownership =
        new Ownership(
            presence,
            leases,
            renewals,
            () -> {},
            () -> true,
            fence ->
                new OwnedPartition(
                    fence, services, new Connection(), QueueType.QUORUM, asks, this::drive),
            later);
    var places =
        new PlaceKeeper(
            claims,
            slots,
            directory,
            () ->
                ownership.partitions().stream()
                    .map(partition -> partition.fence().partition())
                    .collect(Collectors.toSet()));
    act(directory::refresh);
    actIn(world.millis(0, 300), this::beat);
    actEvery(2 * SECOND, this::watchDirectory);
    actEvery(3 * SECOND, places::compare);
    actEvery(SECOND, endings::noteTold);
  }

  private Ownership ownership() {
    return ownership;
  }

  private <T> T overDatabase(Class<T> type, T there) {
    return reaching(
        type,
        there,
        () -> {
          requireDatabase(type);
          if (cell.losesAnswer(type)) {
            throw new DataAccessResourceFailureException("PostgreSQL did not answer");
          }
        },
        () -> new DataAccessResourceFailureException("PostgreSQL did not answer"));
  }

  /// It alone does not reach these parts of PostgreSQL for some time.
  void lose(Duration time, Class<?>... parts) {
    for (var part : parts) {
      reachedFrom.put(part, world.now() + time.toNanos());
    }
  }

  private void requireDatabase(Class<?> part) {
    cell.requireDatabase();
    if (world.now() < reachedFrom.getOrDefault(part, 0L)) {
      throw new DataAccessResourceFailureException("PostgreSQL is not reached from here");
    }
  }

  // What its loops do, one round each

  private void beat() {
    try {
      ownership.beat();
    } catch (SQLException | DataAccessException unreached) {
      log.debug("the next beat makes up for this one", unreached);
    } finally {
      if (isAlive()) {
        ownership.consume();
        actIn(SECOND, this::beat);
      }
    }
  }

  private void watchDirectory() {
    var known = directory.now();
    var now = directory.refresh();
    if (!now.equals(known)) {
      ownership.directoryChanged(now);
    }
  }

  void ask(AccountMessage.Ask ask) {
    var acknowledged = new boolean[1];
    actIn(world.millis(1, 20), () -> asks.pass(ask, () -> acknowledged[0] = true));
    // The broker delivers it to another once this one's connection is gone.
    world.in(
        12 * SECOND,
        () -> {
          if (!acknowledged[0]) {
            cell.ask(ask);
          }
        });
  }

  // Its accounts

  /// An account, and when it is to be looked at next.
  private final class Driven {
    private final AccountActor account;
    private boolean goesOn = true;
    private long wakeAt = Long.MAX_VALUE;

    private Driven(AccountActor account) {
      this.account = account;
    }

    private void goOn() {
      for (int i = 0; goesOn && i < 3 && account.untilTurn() <= 0; i++) {
        goesOn = account.turn();
      }
      if (goesOn) {
        wakeIn(Math.max(account.untilTurn(), MILLI / 10));
      }
    }

    private void wakeIn(long nanos) {
      long at = world.now() + nanos;
      if (at < wakeAt) {
        wakeAt = at;
        actIn(
            nanos,
            () -> {
              if (wakeAt == at) {
                wakeAt = Long.MAX_VALUE;
                goesOn = goesOn && account.turn();
              }
            });
      }
    }
  }

  private void drive(AccountActor account) {
    var driven = new Driven(account);
    accounts.add(driven);
    driven.wakeIn(0);
  }

  @Override
  void afterwards() {
    for (var account : List.copyOf(accounts)) {
      account.goOn();
    }
    accounts.removeIf(account -> !account.goesOn);
  }

  // What becomes of it

  @Override
  void died() {
    cell.tables.end(session.session());
    cell.broker.disconnect(this);
    cell.discord.disconnect(this);
  }

  @Override
  void silent() {
    connected = false;
    cell.broker.disconnect(this);
  }

  @Override
  void awake() {
    reconnectIn(world.millis(50, 1_500));
  }

  /// Its connection to the broker is cut.
  void cut() {
    if (isAlive()) {
      connected = false;
      cell.broker.disconnect(this);
      reconnectIn(world.millis(500, 4_000));
    }
  }

  private void reconnectIn(long nanos) {
    actIn(
        nanos,
        () -> {
          if (!connected) {
            connected = true;
            ownership.consume();
          }
        });
  }

  private final class ReachedSession implements Presence {
    @Override
    public String name() {
      return session.name();
    }

    @Override
    public int session() {
      return session.session();
    }

    @Override
    public boolean wasOurs(int other) {
      return session.wasOurs(other);
    }

    @Override
    public List<Integer> former() {
      return session.former();
    }

    @Override
    public boolean ensure() throws SQLException {
      step();
      try {
        requireDatabase(Presence.class);
      } catch (DataAccessException away) {
        throw new SQLException(away);
      }
      return session.ensure();
    }

    @Override
    public void close() {
      session.close();
    }
  }

  private final class Connection implements Channels {
    @Override
    public boolean isOpen() {
      return connected;
    }

    @Override
    public Channel channel() throws IOException {
      if (!connected) {
        throw new IOException("RabbitMQ is not connected");
      }
      return cell.broker.open(SimulatedWorker.this);
    }

    @Override
    public void giveUp() {
      throw new UnsupportedOperationException("no queue is silent in this broker");
    }

    @Override
    public com.rabbitmq.client.Connection anotherConnection() {
      throw new UnsupportedOperationException("no queue is silent in this broker");
    }
  }

  /// What it says, as it reaches the broker: what is to be kept again and again until that is
  /// confirmed.
  private final class ToBroker implements Publisher {
    @Override
    public void say(Reply.JobReply reply) {
      if (connected && !world.fails(0.05)) {
        cell.hear(reply);
      }
    }

    @Override
    public void say(Reply.AccountState state) {
      step();
      cell.states.add(state);
    }

    @Override
    public void freed(Reply.PlaceFreed freed, PoolId pool) {
      step();
      if (connected && !world.fails(0.05)) {
        cell.placeFreed();
      }
    }

    @Override
    public void tell(Reply.JobReply reply, Runnable whenConfirmed) {
      keep(() -> cell.hear(reply), whenConfirmed);
    }

    @Override
    public void forward(int partition, AccountMessage.Ask ask, Runnable whenConfirmed) {
      keep(() -> cell.broker.publish(partition, ask), whenConfirmed);
    }

    @Override
    public void deadLetter(byte[] body, Runnable whenConfirmed) {
      throw new AssertionError("expected every message to be handled");
    }

    private void keep(Runnable taken, Runnable whenConfirmed) {
      actIn(
          world.millis(1, 30),
          () -> {
            step();
            if (!connected) {
              actIn(SECOND, () -> keep(taken, whenConfirmed));
              return;
            }
            taken.run();
            if (world.fails(0.03)) {
              actIn(2 * SECOND, () -> keep(taken, whenConfirmed));
              return;
            }
            step();
            whenConfirmed.run();
          });
    }
  }
}
