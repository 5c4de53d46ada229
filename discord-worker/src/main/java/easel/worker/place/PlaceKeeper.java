package easel.worker.place;

import easel.common.directory.AccountEntry;
import easel.common.id.JobId;
import easel.common.id.QueueId;
import easel.common.partition.Partitions;
import easel.common.slot.Slots;
import easel.worker.account.DirectoryView;
import easel.worker.claim.Claims;
import easel.worker.claim.Place;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.redisson.client.RedisException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/// Compares the places in Redis with the claims, which are right: puts back what an open claim
/// should hold, frees what a closed one still holds, and leaves alone what has no claim yet.
public final class PlaceKeeper {
  private static final Logger log = LoggerFactory.getLogger(PlaceKeeper.class);
  private static final long PAUSE_MILLIS = 1_500;

  private final Claims claims;
  private final Slots slots;
  private final DirectoryView directory;
  private final Supplier<Set<Integer>> partitions;
  private final Thread thread = Thread.ofVirtual().name("places").unstarted(this::run);

  public PlaceKeeper(
      Claims claims, Slots slots, DirectoryView directory, Supplier<Set<Integer>> partitions) {
    this.claims = claims;
    this.slots = slots;
    this.directory = directory;
    this.partitions = partitions;
  }

  public void start() {
    thread.start();
  }

  public void stop() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(PAUSE_MILLIS);
        compare();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// Compares once, for who drives this in place of its thread.
  public void compare() {
    try {
      var mine = partitions.get();
      mine.forEach(this::compareAccounts);
      compareQueues(mine);
    } catch (RedisException | DataAccessException unreached) {
      log.debug("places are compared at the next round", unreached);
    } catch (RuntimeException unforeseen) {
      log.atError().setCause(unforeseen).log("Places are compared again soon");
    }
  }

  void compareAccounts(int partition) {
    // What holds a place is read first: a claim that is made meanwhile is then no stranger.
    var users =
        directory.now().accounts().values().stream()
            .map(AccountEntry::discordUser)
            .filter(user -> Partitions.ofDiscordUser(user) == partition)
            .collect(Collectors.toCollection(HashSet::new));
    var held = slots.holdersOfAccounts(users);
    var open =
        claims.placesOfAccounts(partition).stream()
            .collect(
                Collectors.groupingBy(
                    Place::discordUser, Collectors.mapping(Place::job, Collectors.toSet())));
    var strangers = compare(held, open, slots::restoreOfAccount);
    var claimed =
        claims.claimed(
            strangers.values().stream().flatMap(Set::stream).collect(Collectors.toSet()));
    strangers.forEach(
        (user, jobs) ->
            jobs.stream()
                .filter(job -> !claimed.getOrDefault(job, user).equals(user))
                .forEach(
                    job -> {
                      told("freed", user, job);
                      slots.freeOfAccount(user, job);
                    }));
  }

  void compareQueues(Set<Integer> mine) {
    var queues =
        directory.now().queues().keySet().stream()
            .filter(queue -> mine.contains(Partitions.ofQueue(queue)))
            .collect(Collectors.toSet());
    if (queues.isEmpty()) {
      return;
    }
    var held = slots.holdersOfQueues(queues);
    var open =
        claims.placesOfQueues(queues).stream()
            .collect(
                Collectors.groupingBy(
                    Place::queue, Collectors.mapping(Place::job, Collectors.toSet())));
    Map<QueueId, Set<JobId>> strangers = compare(held, open, slots::restoreOfQueue);
    var claimed =
        claims.claimed(
            strangers.values().stream().flatMap(Set::stream).collect(Collectors.toSet()));
    strangers.forEach(
        (queue, jobs) ->
            jobs.stream()
                // An open claim has an account; it was claimed since the places were read.
                .filter(job -> Claims.CLOSED.equals(claimed.get(job)))
                .forEach(
                    job -> {
                      told("freed", queue, job);
                      slots.freeOfQueue(queue, job);
                    }));
  }

  /// Puts back what is missing, and returns who holds a place without an open claim for it.
  private static <K> Map<K, Set<JobId>> compare(
      Map<K, Set<JobId>> held, Map<K, Set<JobId>> open, BiConsumer<K, JobId> restore) {
    open.forEach(
        (owner, jobs) ->
            jobs.stream()
                .filter(job -> !held.getOrDefault(owner, Set.of()).contains(job))
                .forEach(
                    job -> {
                      told("put back", owner, job);
                      restore.accept(owner, job);
                    }));
    return held.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry ->
                    entry.getValue().stream()
                        .filter(job -> !open.getOrDefault(entry.getKey(), Set.of()).contains(job))
                        .collect(Collectors.toSet())));
  }

  private static void told(String what, Object owner, JobId job) {
    log.atInfo()
        .addKeyValue("of", owner)
        .addKeyValue("job", job)
        .log("A place in Redis was {} as the claims say", what);
  }
}
