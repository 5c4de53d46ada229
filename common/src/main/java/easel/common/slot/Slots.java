package easel.common.slot;

import easel.common.id.JobId;
import easel.common.id.QueueId;
import easel.common.redis.RedisKeys;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.redisson.api.RFuture;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/// The distributed semaphore of accounts and queues: the set of job ids that hold a place.
///
/// Taking and freeing are idempotent by job id, no clock is involved and no place expires. A take
/// whose answer was lost may have been made: the same job finds its place again. Limits are read by
/// the take itself, so that a changed one holds for every later take, of any process.
public final class Slots {
  private static final String PLACES = "places";
  private static final String GATE = "gate";
  private static final String ENDED = "ended";
  private static final Duration ENDED_KEPT = Duration.ofDays(7);

  // KEYS: places, gate, ended; ARGV: job
  private static final String TAKE =
      """
      if redis.call('SISMEMBER', KEYS[3], ARGV[1]) == 1 then return 'ENDED' end
      local gate = redis.call('HMGET', KEYS[2], 'limit', 'open')
      if not gate[1] then return 'UNKNOWN' end
      if gate[2] ~= '1' then return 'CLOSED' end
      if redis.call('SISMEMBER', KEYS[1], ARGV[1]) == 1 then return 'HELD' end
      if redis.call('SCARD', KEYS[1]) >= tonumber(gate[1]) then return 'FULL' end
      redis.call('SADD', KEYS[1], ARGV[1])
      return 'TAKEN'
      """;

  // As TAKE, but nothing is taken. KEYS: places, gate, ended; ARGV: job
  private static final String LOOK = TAKE.replace("redis.call('SADD', KEYS[1], ARGV[1])", "");

  // KEYS: gate; ARGV: version, limit, open. An older version never undoes a newer one.
  private static final String SET_GATE =
      """
      local known = redis.call('HGET', KEYS[1], 'version')
      if known and tonumber(known) > tonumber(ARGV[1]) then return 0 end
      redis.call('HSET', KEYS[1], 'version', ARGV[1], 'limit', ARGV[2], 'open', ARGV[3])
      return 1
      """;

  private final RedissonClient redis;
  private final RedisKeys keys;

  public Slots(RedissonClient redis, RedisKeys keys) {
    this.redis = redis;
    this.keys = keys;
  }

  /// Takes a place of the queue for the job.
  ///
  /// @throws org.redisson.client.RedisException if Redis did not answer: the place may be held
  public Take takeOfQueue(QueueId queue, JobId job) {
    return take(new Place.OfQueue(queue, job));
  }

  /// Takes a place of the account for the job.
  ///
  /// @throws org.redisson.client.RedisException if Redis did not answer: the place may be held
  public Take takeOfAccount(String discordUser, JobId job) {
    return take(new Place.OfAccount(discordUser, job));
  }

  public void freeOfQueue(QueueId queue, JobId job) {
    set(keys.ofQueue(queue, PLACES)).remove(job.toString());
  }

  public void freeOfAccount(String discordUser, JobId job) {
    set(keys.ofDiscordUser(discordUser, PLACES)).remove(job.toString());
  }

  /// Frees both places of a job in one round trip.
  public void free(String discordUser, QueueId queue, JobId job) {
    var batch = redis.createBatch();
    for (var places :
        List.of(keys.ofDiscordUser(discordUser, PLACES), keys.ofQueue(queue, PLACES))) {
      // A failure of any command is thrown by execute().
      var _ = batch.<String>getSet(places, StringCodec.INSTANCE).removeAsync(job.toString());
    }
    batch.execute();
  }

  /// Puts a place back that must be held whatever the limit says: its job has an open claim.
  public void restoreOfQueue(QueueId queue, JobId job) {
    set(keys.ofQueue(queue, PLACES)).add(job.toString());
  }

  /// Puts a place back that must be held whatever the limit says: its job has an open claim.
  public void restoreOfAccount(String discordUser, JobId job) {
    set(keys.ofDiscordUser(discordUser, PLACES)).add(job.toString());
  }

  /// What a take for this job would answer now, without taking: one round trip for all.
  ///
  /// @return one answer for each place, in their order
  public List<Take> lookAt(List<Place> places) {
    if (places.isEmpty()) {
      return List.of();
    }
    var batch = redis.createBatch();
    for (var place : places) {
      var _ =
          batch
              .getScript(StringCodec.INSTANCE)
              .evalAsync(
                  RScript.Mode.READ_ONLY,
                  LOOK,
                  RScript.ReturnType.VALUE,
                  keysOf(place),
                  place.job().toString());
    }
    return batch.execute().getResponses().stream()
        .map(answer -> Take.valueOf((String) answer))
        .toList();
  }

  /// The first of these accounts of which the job holds a place, in one round trip.
  public Optional<String> accountHolding(List<String> discordUsers, JobId job) {
    if (discordUsers.isEmpty()) {
      return Optional.empty();
    }
    var batch = redis.createBatch();
    for (var discordUser : discordUsers) {
      var _ =
          batch
              .<String>getSet(keys.ofDiscordUser(discordUser, PLACES), StringCodec.INSTANCE)
              .containsAsync(job.toString());
    }
    var held = batch.execute().getResponses().indexOf(true);
    return held < 0 ? Optional.empty() : Optional.of(discordUsers.get(held));
  }

  /// Whether the job holds a place of the account.
  public boolean holdsOfAccount(String discordUser, JobId job) {
    return set(keys.ofDiscordUser(discordUser, PLACES)).contains(job.toString());
  }

  /// The jobs that hold a place of the account.
  public Set<JobId> holdersOfAccount(String discordUser) {
    return jobs(keys.ofDiscordUser(discordUser, PLACES));
  }

  /// The jobs that hold a place of the queue.
  public Set<JobId> holdersOfQueue(QueueId queue) {
    return jobs(keys.ofQueue(queue, PLACES));
  }

  /// The jobs that hold places of these accounts, in one round trip.
  public Map<String, Set<JobId>> holdersOfAccounts(Collection<String> discordUsers) {
    return holders(discordUsers, user -> keys.ofDiscordUser(user, PLACES));
  }

  /// The jobs that hold places of these queues, in one round trip.
  public Map<QueueId, Set<JobId>> holdersOfQueues(Collection<QueueId> queues) {
    return holders(queues, queue -> keys.ofQueue(queue, PLACES));
  }

  private <K> Map<K, Set<JobId>> holders(Collection<K> owners, Function<K, String> places) {
    if (owners.isEmpty()) {
      return Map.of();
    }
    var batch = redis.createBatch();
    var reads = new HashMap<K, RFuture<Set<String>>>();
    for (var owner : owners) {
      reads.put(
          owner, batch.<String>getSet(places.apply(owner), StringCodec.INSTANCE).readAllAsync());
    }
    batch.execute();
    var holders = new HashMap<K, Set<JobId>>();
    reads.forEach((owner, read) -> holders.put(owner, jobs(read.toCompletableFuture().join())));
    return holders;
  }

  /// Notes that a job ended before it was handed over, so that its head is dropped without a place.
  /// Only a shortcut: where the note is lost, the claim answers.
  public void noteEnded(QueueId queue, JobId job) {
    var ended = set(keys.ofQueue(queue, ENDED));
    ended.add(job.toString());
    ended.expire(ENDED_KEPT);
  }

  /// Sets how many jobs may hold a place of the queue, and whether any may be taken now.
  ///
  /// @param version of the directory; an older one changes nothing
  public void setGateOfQueue(QueueId queue, long version, int limit, boolean open) {
    setGate(keys.ofQueue(queue, GATE), version, limit, open);
  }

  /// Sets how many jobs may hold a place of the account, and whether any may be taken now.
  ///
  /// @param version of the directory; an older one changes nothing
  public void setGateOfAccount(String discordUser, long version, int limit, boolean open) {
    setGate(keys.ofDiscordUser(discordUser, GATE), version, limit, open);
  }

  private List<Object> keysOf(Place place) {
    return switch (place) {
      case Place.OfQueue(var queue, _) ->
          List.of(
              keys.ofQueue(queue, PLACES), keys.ofQueue(queue, GATE), keys.ofQueue(queue, ENDED));
      case Place.OfAccount(var discordUser, _) ->
          List.of(
              keys.ofDiscordUser(discordUser, PLACES),
              keys.ofDiscordUser(discordUser, GATE),
              keys.ofDiscordUser(discordUser, ENDED));
    };
  }

  private Take take(Place place) {
    String answer =
        redis
            .getScript(StringCodec.INSTANCE)
            .eval(
                RScript.Mode.READ_WRITE,
                TAKE,
                RScript.ReturnType.VALUE,
                keysOf(place),
                place.job().toString());
    return Take.valueOf(answer);
  }

  private void setGate(String gate, long version, int limit, boolean open) {
    redis
        .getScript(StringCodec.INSTANCE)
        .<Long>eval(
            RScript.Mode.READ_WRITE,
            SET_GATE,
            RScript.ReturnType.LONG,
            List.of(gate),
            Long.toString(version),
            Integer.toString(limit),
            open ? "1" : "0");
  }

  private Set<JobId> jobs(String places) {
    return jobs(set(places).readAll());
  }

  private static Set<JobId> jobs(Collection<String> members) {
    return members.stream().map(JobId::of).collect(Collectors.toSet());
  }

  private org.redisson.api.RSet<String> set(String key) {
    return redis.getSet(key, StringCodec.INSTANCE);
  }
}
