package easel.worker.partition;

import easel.common.directory.Directory;
import easel.common.partition.Partitions;
import easel.worker.account.AccountActor;
import easel.worker.account.Later;
import easel.worker.claim.Claim;
import easel.worker.claim.Fence;
import easel.worker.claim.Leases;
import easel.worker.claim.Presence;
import easel.worker.claim.Renewals;
import easel.worker.handover.OwnedPartition;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/// Which partitions this worker serves: those that fall to it among the living, once their former
/// owner gave them up or its lease ran out.
public final class Ownership {
  private static final Logger log = LoggerFactory.getLogger(Ownership.class);
  private static final Duration BEAT = Duration.ofSeconds(1);
  private static final Duration LONGEST_HAND_BACK = Duration.ofSeconds(10);
  private static final int LONGEST_WARM_UP = 15; // beats

  private final Presence presence;
  private final Leases leases;
  private final Renewals renewals;
  private final Runnable migrate;
  private final BooleanSupplier warm;
  private final Later later;
  private final Function<Fence, OwnedPartition> makePartition;
  private final Map<Integer, OwnedPartition> owned = new ConcurrentHashMap<>();
  private final Map<Integer, OwnedPartition> leaving = new ConcurrentHashMap<>();
  private final Thread thread = Thread.ofVirtual().name("ownership").unstarted(this::run);
  private volatile boolean stopping;
  private volatile boolean reachable;
  private final AtomicInteger beats = new AtomicInteger();
  private boolean migrated;
  private int coldBeats;
  private boolean joined;
  private boolean told;

  /// @param migrate brings the tables up to date, at the first contact
  /// @param warm whether what it takes over would be served at once. Until it is, those who serve
  ///   now go on, if there are any, but for no longer than 15 s
  /// @param later gives up waiting for what is handed back
  public Ownership(
      Presence presence,
      Leases leases,
      Renewals renewals,
      Runnable migrate,
      BooleanSupplier warm,
      Function<Fence, OwnedPartition> makePartition,
      Later later) {
    this.presence = presence;
    this.leases = leases;
    this.renewals = renewals;
    this.migrate = migrate;
    this.warm = warm;
    this.makePartition = makePartition;
    this.later = later;
  }

  public void start() {
    thread.start();
  }

  public boolean isReachable() {
    return reachable;
  }

  /// How often this worker was among the living.
  public int beats() {
    return beats.get();
  }

  public Collection<OwnedPartition> partitions() {
    return List.copyOf(owned.values());
  }

  /// The account of an open claim, if it is served here.
  public Optional<AccountActor> account(Claim.Open claim) {
    return Optional.ofNullable(owned.get(claim.partition()))
        .flatMap(partition -> partition.account(claim.discordUser()));
  }

  public void directoryChanged(Directory directory) {
    partitions()
        .forEach(
            partition -> {
              partition.directoryChanged(directory);
              partition.lookAgain();
            });
  }

  /// Sees to it that what arrives for its partitions is consumed: nothing waits for the broker.
  /// Once its leases have run out it is left to others, who get nothing as long as a channel of
  /// ours is there.
  public void consume() {
    partitions().forEach(renewals.stand() ? OwnedPartition::ensureOpen : OwnedPartition::release);
  }

  /// Has what is handed over consumed anew where RabbitMQ delivers nothing any more. To be called
  /// each second.
  public void watch() {
    partitions().forEach(OwnedPartition::watch);
  }

  private void run() {
    while (!stopping) {
      try {
        beat();
        if (told) {
          log.atInfo().log("PostgreSQL is reachable again");
          told = false;
        }
        reachable = true;
      } catch (SQLException | DataAccessException | TransactionException unreached) {
        reachable = false;
        if (!told) {
          log.atWarn()
              .addKeyValue("cause", String.valueOf(unreached.getMessage()))
              .log(
                  "PostgreSQL does not answer: nothing new is claimed or sent (see"
                      + " SPRING_DATASOURCE_URL)");
          told = true;
        }
      } catch (RuntimeException unexpected) {
        log.atError().setCause(unexpected).log("Ownership of partitions is looked at again in 1 s");
      }
      if (!pause()) {
        return;
      }
    }
  }

  private boolean pause() {
    try {
      Thread.sleep(BEAT);
      return true;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// One beat, for who drives this in place of its thread.
  public void beat() throws SQLException {
    if (!migrated) {
      migrate.run();
      migrated = true;
    }
    presence.ensure();
    int session = presence.session();
    leases.inherit(session, presence.former());
    if (!joins()) {
      return;
    }
    var held = renew(session);
    releaseUnserved(held.keySet(), session);
    var wanted = Partitions.ownedBy(presence.name(), leases.living());
    for (int partition : List.copyOf(owned.keySet())) {
      if (!wanted.contains(partition)) {
        var _ = handBack(partition);
      }
    }
    for (int partition : wanted) {
      if (!owned.containsKey(partition) && !leaving.containsKey(partition)) {
        // To take many may last longer than a lease.
        if (renewals.areDue()) {
          var _ = renew(session);
        }
        tryToTake(partition, session);
      }
    }
    beats.incrementAndGet();
  }

  private boolean joins() {
    if (!joined) {
      joined = warm.getAsBoolean() || ++coldBeats > LONGEST_WARM_UP || leases.living().isEmpty();
    }
    return joined;
  }

  private Map<Integer, Long> renew(int session) {
    leases.beat(session);
    var held = renewals.note(() -> leases.renew(session));
    dropLost(held);
    return held;
  }

  private void dropLost(Map<Integer, Long> held) {
    for (var partition : partitions()) {
      var fence = partition.fence();
      if (!Long.valueOf(fence.epoch()).equals(held.get(fence.partition()))) {
        log.atWarn()
            .addKeyValue("partition", fence.partition())
            .log("Partition lost to another worker: nothing more is sent for its accounts here");
        owned.remove(fence.partition());
        partition.stop();
      }
    }
  }

  /// Gives up what is ours without being served: the answer to its taking was lost, or it could not
  /// be begun or released. Its lease would be renewed for ever, and nobody could take it.
  private void releaseUnserved(Set<Integer> held, int session) {
    for (int partition : held) {
      if (!owned.containsKey(partition) && !leaving.containsKey(partition)) {
        leases.release(partition, session);
      }
    }
  }

  private void tryToTake(int partition, int session) {
    try {
      take(partition, session);
    } catch (DataAccessException | TransactionException unreached) {
      throw unreached;
    } catch (RuntimeException unreadable) {
      // The others are no worse for it.
      log.atError()
          .addKeyValue("partition", partition)
          .setCause(unreadable)
          .log("A partition could not be taken up; tried again in 1 s");
    }
  }

  private void take(int partition, int session) {
    var epoch = leases.take(partition, session);
    if (epoch.isEmpty()) {
      return;
    }
    var taken = makePartition.apply(new Fence(partition, epoch.getAsLong()));
    try {
      taken.start();
    } catch (RuntimeException failed) {
      taken.stop();
      leases.release(partition, session);
      throw failed;
    }
    owned.put(partition, taken);
    log.atInfo()
        .addKeyValue("partition", partition)
        .addKeyValue("epoch", epoch.getAsLong())
        .log("Partition taken");
  }

  /// Gives a partition up beside the beat, which goes on renewing its lease meanwhile.
  private CompletableFuture<Void> handBack(int number) {
    var partition = owned.remove(number);
    if (partition == null) {
      return CompletableFuture.completedFuture(null);
    }
    leaving.put(number, partition);
    var handedBack = partition.handBack();
    later.run(
        LONGEST_HAND_BACK,
        () -> handedBack.completeExceptionally(new TimeoutException("hand-back")));
    return handedBack.handle(
        (_, late) -> {
          if (late != null) {
            partition.stop();
          }
          release(number);
          return null;
        });
  }

  private void release(int number) {
    try {
      leases.release(number, presence.session());
      log.atInfo().addKeyValue("partition", number).log("Partition handed back");
    } catch (DataAccessException unreached) {
      log.atWarn()
          .addKeyValue("partition", number)
          .log("Could not release a partition: another worker has it when the lease runs out");
    } finally {
      leaving.remove(number);
    }
  }

  /// Takes nothing more, finishes the sends under way, and gives all up.
  public void drain() {
    stopping = true;
    thread.interrupt();
    var all =
        CompletableFuture.allOf(
            List.copyOf(owned.keySet()).stream()
                .map(this::handBack)
                .toArray(CompletableFuture<?>[]::new));
    try {
      if (reachable) {
        leases.leave(presence.session());
      }
      all.get(LONGEST_HAND_BACK.toMillis() + 1_000, TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException | DataAccessException late) {
      log.atWarn()
          .addKeyValue("cause", String.valueOf(late.getMessage()))
          .log("Not all was handed back in order");
    }
    presence.close();
  }
}
