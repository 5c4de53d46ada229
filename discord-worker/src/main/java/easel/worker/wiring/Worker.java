package easel.worker.wiring;

import easel.common.crypto.Sealer;
import easel.common.directory.Directory;
import easel.common.slot.Slots;
import easel.common.store.ObjectStore;
import easel.common.topology.Topology;
import easel.worker.account.AccountActor;
import easel.worker.account.DirectoryView;
import easel.worker.account.Endings;
import easel.worker.account.JobLog;
import easel.worker.account.Later;
import easel.worker.account.Requests;
import easel.worker.account.Services;
import easel.worker.broker.BrokerConnection;
import easel.worker.check.AccountChecks;
import easel.worker.check.CheckConsumer;
import easel.worker.check.Seeds;
import easel.worker.claim.AccountNotes;
import easel.worker.claim.Claims;
import easel.worker.claim.Leases;
import easel.worker.claim.Presence;
import easel.worker.claim.Renewals;
import easel.worker.claim.Threads;
import easel.worker.ear.UserSessions;
import easel.worker.gateway.BotState;
import easel.worker.gateway.Bots;
import easel.worker.gateway.JdaBots;
import easel.worker.handover.AskConsumer;
import easel.worker.handover.Asks;
import easel.worker.handover.OwnedPartition;
import easel.worker.partition.LeaseWatch;
import easel.worker.partition.Ownership;
import easel.worker.place.PlaceKeeper;
import easel.worker.reply.RabbitPublisher;
import easel.worker.send.CommandIndex;
import easel.worker.send.HttpDiscordClient;
import easel.worker.settings.WorkerProperties;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Component;

/// The running worker: starts its parts in the order in which they need each other, and drains them
/// in the opposite one.
@Component
class Worker implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Worker.class);
  private static final long DIRECTORY_SECONDS = 2;

  private final BrokerConnection consuming;
  private final BrokerConnection publishing;
  private final RabbitPublisher publisher;
  private final Endings endings;
  private final DirectoryView directory;
  private final JdaBots bots;
  private final UserSessions secondEars;
  private final HttpDiscordClient discord;
  private final Ownership ownership;
  private final LeaseWatch leaseWatch;
  private final PlaceKeeper places;
  private final AskConsumer askConsumer;
  private final CheckConsumer checkConsumer;
  private final CheckConsumer seedConsumer;
  private final WorkerProperties settings;
  private final Semaphore directoryNews = new Semaphore(0);
  private final Thread watching = Thread.ofVirtual().name("directory").unstarted(this::watch);
  private volatile boolean running;

  Worker(
      WorkerProperties settings,
      DataSource dataSource,
      BrokerConnection consuming,
      BrokerConnection publishing,
      RabbitPublisher publisher,
      Claims claims,
      Leases leases,
      LeaseConnection leaseConnection,
      Presence presence,
      Threads threads,
      AccountNotes notes,
      DirectoryView directory,
      Sealer sealer,
      Slots slots,
      JdaBots bots,
      UserSessions secondEars,
      ObjectStore store,
      HttpDiscordClient discord,
      CommandIndex commands,
      JobLog jobLog,
      MeterRegistry meters) {
    this.settings = settings;
    this.consuming = consuming;
    this.publishing = publishing;
    this.publisher = publisher;
    this.directory = directory;
    this.bots = bots;
    this.secondEars = secondEars;
    this.discord = discord;
    Executor beside = Thread::startVirtualThread;
    this.endings = new Endings(slots, publisher, directory, claims, beside);
    var renewals = new Renewals(System::nanoTime);
    var services =
        new Services(
            claims,
            threads,
            notes,
            leases,
            renewals,
            presence,
            directory,
            sealer,
            bots,
            secondEars,
            store,
            discord,
            new Requests(),
            commands,
            publisher,
            endings,
            settings,
            jobLog,
            System::nanoTime,
            beside,
            Later.ON_A_THREAD);
    var asks =
        new Asks(
            claims,
            slots,
            publisher,
            endings,
            claim -> ownership().account(claim),
            beside,
            Later.ON_A_THREAD);
    this.ownership =
        new Ownership(
            presence,
            leaseConnection.leases(),
            renewals,
            () -> migrate(dataSource),
            () -> isOperatorsBotKnown(settings, bots),
            fence ->
                new OwnedPartition(
                    fence, services, consuming, settings.queueType(), asks, AccountActor::start),
            Later.ON_A_THREAD);
    this.leaseWatch = new LeaseWatch(renewals, discord::abandonPosts);
    this.places =
        new PlaceKeeper(
            claims,
            slots,
            directory,
            () ->
                ownership().partitions().stream()
                    .map(partition -> partition.fence().partition())
                    .collect(Collectors.toSet()));
    this.checkConsumer =
        new CheckConsumer(
            consuming,
            beside,
            settings.queueType(),
            Topology.CHECK,
            CheckConsumer.of(
                new AccountChecks(discord, commands, bots, sealer, settings.discord().botToken())));
    this.seedConsumer =
        new CheckConsumer(
            consuming,
            beside,
            settings.queueType(),
            Topology.SEED,
            CheckConsumer.of(new Seeds(discord, directory, sealer)));
    this.askConsumer =
        new AskConsumer(
            consuming,
            beside,
            settings.queueType(),
            asks,
            publisher,
            () -> directoryNews.release(),
            renewals::stand);
    meters.gauge("easel.partitions", ownership, owner -> owner.partitions().size());
    meters.gauge(
        "easel.claims.open",
        ownership,
        owner -> owner.partitions().stream().mapToInt(OwnedPartition::openJobs).sum());
  }

  private Ownership ownership() {
    return ownership;
  }

  /// To wait for a session costs seconds, since bots may identify themselves only so often.
  private static boolean isOperatorsBotKnown(WorkerProperties settings, Bots bots) {
    var token = settings.discord().botToken();
    return token.isEmpty() || !(bots.bot(token).state() instanceof BotState.Connecting);
  }

  private static void migrate(DataSource dataSource) {
    try {
      Flyway.configure()
          .dataSource(dataSource)
          .schemas("easel_worker")
          .defaultSchema("easel_worker")
          .load()
          .migrate();
    } catch (FlywayException failed) {
      throw new DataAccessResourceFailureException(
          "the tables of easel_worker could not be brought up to date: " + failed.getMessage(),
          failed);
    }
  }

  @Override
  public void start() {
    running = true;
    if (!settings.discord().botToken().isEmpty()) {
      // Connected from the start, so that a take-over finds it listening.
      bots.bot(settings.discord().botToken());
    }
    consuming.whileOpen(askConsumer::ensureOpen);
    consuming.whileOpen(checkConsumer::ensureOpen);
    consuming.whileOpen(seedConsumer::ensureOpen);
    consuming.whileOpen(ownership::consume);
    consuming.whileOpen(ownership::watch);
    publishing.start();
    consuming.start();
    publisher.start();
    endings.start();
    directory.refresh();
    watching.start();
    ownership.start();
    leaseWatch.start();
    places.start();
  }

  private void watch() {
    try {
      Directory known = directory.now();
      while (running) {
        directoryNews.tryAcquire(DIRECTORY_SECONDS, TimeUnit.SECONDS);
        directoryNews.drainPermits();
        try {
          var now = directory.refresh();
          if (!now.equals(known)) {
            ownership.directoryChanged(now);
            known = now;
          }
        } catch (RuntimeException unforeseen) {
          log.atError().setCause(unforeseen).log("The directory is looked at again in 2 s");
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void stop() {
    places.stop();
    watching.interrupt();
    leaseWatch.stop();
    ownership.drain();
    settlePublisher();
    running = false;
    endings.close();
    publisher.close();
    consuming.close();
    publishing.close();
    bots.close();
    secondEars.close();
    discord.close();
  }

  private void settlePublisher() {
    try {
      for (int i = 0; i < 20 && !publisher.isSettled(); i++) {
        Thread.sleep(100);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  boolean isReady() {
    return obstacles().isEmpty();
  }

  /// What this worker lacks to serve.
  java.util.List<String> obstacles() {
    var obstacles = new java.util.ArrayList<String>();
    if (!consuming.isOpen() || !publishing.isOpen()) {
      obstacles.add("RabbitMQ");
    }
    if (!ownership.isReachable()) {
      obstacles.add("PostgreSQL");
    }
    if (!directory.isReachable()) {
      obstacles.add("Redis");
    }
    if (!directory.now().complete()) {
      obstacles.add("directory");
    }
    if (ownership.beats() < 2) {
      obstacles.add("heartbeats");
    }
    return obstacles;
  }
}
