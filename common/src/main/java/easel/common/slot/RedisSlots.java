package easel.common.slot;

import easel.common.id.JobId;
import easel.common.id.QueueId;
import easel.common.redis.RedisKeys;
import easel.common.redis.RedisRun;
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

/// Places in Redis, changed by small scripts.
public final class RedisSlots implements Slots {
  private static final String PLACES = "places";
  private static final String GATE = "gate";
  private static final String ENDED = "ended";
  private static final Duration ENDED_KEPT = Duration.ofDays(7);

  // A gate that was set in another run of Redis may have been set otherwise since: it is not known,
  // but for gates of older versions of Easel, which do not say. KEYS: places, gate, ended; ARGV:
  // job
  private static final String TAKE =
      RedisRun.LUA
          + """
      if redis.call('SISMEMBER', KEYS[3], ARGV[1]) == 1 then return 'ENDED' end
      local gate = redis.call('HMGET', KEYS[2], 'limit', 'open', 'redis')
      if not gate[1] then return 'UNKNOWN' end
      if gate[3] and gate[3] ~= redis_run() then return 'UNKNOWN' end
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
      RedisRun.LUA
          + """
      local known = redis.call('HGET', KEYS[1], 'version')
      if known and tonumber(known) > tonumber(ARGV[1]) then return 0 end
      redis.call('HSET', KEYS[1], 'version', ARGV[1], 'limit', ARGV[2], 'open', ARGV[3],
        'redis', redis_run())
      return 1
      """;

  private final RedissonClient redis;
  private final RedisKeys keys;

  public RedisSlots(RedissonClient redis, RedisKeys keys) {
    this.redis = redis;
    this.keys = keys;
  }

  @Override
  public Take takeOfQueue(QueueId queue, JobId job) {
    return take(new Place.OfQueue(queue, job));
  }

  @Override
  public Take takeOfAccount(String discordUser, JobId job) {
    return take(new Place.OfAccount(discordUser, job));
  }

  @Override
  public void freeOfQueue(QueueId queue, JobId job) {
    set(keys.ofQueue(queue, PLACES)).remove(job.toString());
  }

  @Override
  public void freeOfAccount(String discordUser, JobId job) {
    set(keys.ofDiscordUser(discordUser, PLACES)).remove(job.toString());
  }

  @Override
  public void free(String discordUser, QueueId queue, JobId job) {
    var batch = redis.createBatch();
    for (var places :
        List.of(keys.ofDiscordUser(discordUser, PLACES), keys.ofQueue(queue, PLACES))) {
      // A failure of any command is thrown by execute().
      var _ = batch.<String>getSet(places, StringCodec.INSTANCE).removeAsync(job.toString());
    }
    batch.execute();
  }

  @Override
  public void restoreOfQueue(QueueId queue, JobId job) {
    set(keys.ofQueue(queue, PLACES)).add(job.toString());
  }

  @Override
  public void restoreOfAccount(String discordUser, JobId job) {
    set(keys.ofDiscordUser(discordUser, PLACES)).add(job.toString());
  }

  @Override
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

  @Override
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

  @Override
  public boolean holdsOfAccount(String discordUser, JobId job) {
    return set(keys.ofDiscordUser(discordUser, PLACES)).contains(job.toString());
  }

  @Override
  public Set<JobId> holdersOfAccount(String discordUser) {
    return jobs(keys.ofDiscordUser(discordUser, PLACES));
  }

  @Override
  public Set<JobId> holdersOfQueue(QueueId queue) {
    return jobs(keys.ofQueue(queue, PLACES));
  }

  @Override
  public Map<String, Set<JobId>> holdersOfAccounts(Collection<String> discordUsers) {
    return holders(discordUsers, user -> keys.ofDiscordUser(user, PLACES));
  }

  @Override
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

  @Override
  public void noteEnded(QueueId queue, JobId job) {
    var ended = set(keys.ofQueue(queue, ENDED));
    ended.add(job.toString());
    ended.expire(ENDED_KEPT);
  }

  @Override
  public void setGateOfQueue(QueueId queue, long version, int limit, boolean open) {
    setGate(keys.ofQueue(queue, GATE), version, limit, open);
  }

  @Override
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
