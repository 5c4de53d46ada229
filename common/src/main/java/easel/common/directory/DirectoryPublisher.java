package easel.common.directory;

import easel.common.message.Wire;
import easel.common.redis.RedisKeys;
import easel.common.redis.RedisRun;
import easel.common.slot.Slots;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/// Writes the read model of accounts and queues, and their gates, into Redis. Writes of any
/// instance may come in any order: an older version never undoes a newer one.
public final class DirectoryPublisher {
  static final String BUILD = "build";
  static final String REVISION = "revision";
  static final String ENTRIES = "entries";
  static final String CHANGES = "changes";
  static final String ACCOUNT = "account/";
  static final String QUEUE = "queue/";
  static final String VERSIONS = "versions";
  static final String REDIS = "redis";
  private static final String VERSION = "version";
  private static final String BUILDING = "building";

  // KEYS: building; ARGV: a name of its own
  private static final String BEGIN =
      RedisRun.LUA
          + """
      local building = redis_run() .. '/' .. ARGV[1]
      redis.call('SET', KEYS[1], building)
      return building
      """;

  // KEYS: redis
  private static final String OF_THIS_RUN =
      RedisRun.LUA + "if redis.call('GET', KEYS[1]) == redis_run() then return 1 else return 0 end";

  // KEYS: entries, versions, changes, revision; ARGV: field, json, version. Changes are numbered
  // here and not by version, because writers with different versions may overtake each other.
  private static final String PUT =
      """
      local known = redis.call('HGET', KEYS[2], ARGV[1])
      if known and tonumber(known) > tonumber(ARGV[3]) then return 0 end
      redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
      redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
      redis.call('ZADD', KEYS[3], redis.call('INCR', KEYS[4]), ARGV[1])
      return 1
      """;

  private static final String RAISE_MARK =
      """
      local known = redis.call('GET', KEYS[2])
      if not known or tonumber(known) < tonumber(ARGV[1]) then
        redis.call('SET', KEYS[2], ARGV[1])
      end
      return 1
      """;

  // KEYS: build, version; ARGV: version
  private static final String COMPLETE =
      "if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end\n" + RAISE_MARK;

  // KEYS: build, version, redis, building; ARGV: version, what BEGIN answered
  private static final String COMPLETE_ANEW =
      RedisRun.LUA
          + """
      if redis.call('GET', KEYS[4]) ~= ARGV[2] then return 0 end
      local run = redis_run()
      if string.sub(ARGV[2], 1, #run + 1) ~= run .. '/' then return 0 end
      redis.call('DEL', KEYS[4])
      redis.call('SET', KEYS[1], ARGV[2])
      redis.call('SET', KEYS[3], run)
      """
          + RAISE_MARK;

  private final RedissonClient redis;
  private final RedisKeys keys;
  private final Slots slots;

  public DirectoryPublisher(RedissonClient redis, RedisKeys keys, Slots slots) {
    this.redis = redis;
    this.keys = keys;
    this.slots = slots;
  }

  /// Publishes an account as of this version; its limit holds for every take after this returns.
  public void put(AccountEntry account, long version) {
    slots.setGateOfAccount(
        account.discordUser(), version, account.limit(), account.usable() && account.linked());
    put(ACCOUNT + account.id(), Wire.writeText(account), version);
  }

  /// Publishes a queue as of this version; a pause holds for every take after this returns.
  public void put(QueueEntry queue, long version) {
    slots.setGateOfQueue(queue.id(), version, queue.limit(), !queue.paused());
    put(QUEUE + queue.id(), Wire.writeText(queue), version);
  }

  /// Declares the model complete up to this version, written last, after every entry: unless Redis
  /// was emptied, so that there is none.
  public void complete(long version) {
    var _ =
        script(
            COMPLETE,
            List.of(keys.ofDirectory(BUILD), keys.ofDirectory(VERSION)),
            RScript.ReturnType.LONG,
            Long.toString(version));
  }

  /// Begins to build the model anew: every entry is put after it, then {@link #completeAnew}.
  ///
  /// @return the build
  public String beginAnew() {
    return String.valueOf(
        script(
            BEGIN,
            List.of(keys.ofDirectory(BUILDING)),
            RScript.ReturnType.VALUE,
            UUID.randomUUID().toString()));
  }

  /// Declares a model complete that was built anew, so that every follower reads all of it: where
  /// Redis fell behind, changes are numbered as others were that a follower has seen.
  ///
  /// @param build what {@link #beginAnew} answered
  /// @return whether it is; false if Redis was emptied or started again since, or somebody else
  ///   began: what was put may be missing
  public boolean completeAnew(long version, String build) {
    return script(
            COMPLETE_ANEW,
            List.of(
                keys.ofDirectory(BUILD),
                keys.ofDirectory(VERSION),
                keys.ofDirectory(REDIS),
                keys.ofDirectory(BUILDING)),
            RScript.ReturnType.LONG,
            Long.toString(version),
            build)
        .equals(1L);
  }

  /// Whether the model was built since Redis was started: else it may have forgotten changes.
  public boolean isOfThisRun() {
    return script(OF_THIS_RUN, List.of(keys.ofDirectory(REDIS)), RScript.ReturnType.LONG)
        .equals(1L);
  }

  /// The version up to which the model is complete; empty if it is missing, as after Redis was
  /// emptied.
  public OptionalLong version() {
    var read = redis.createBatch();
    var build = read.<String>getBucket(keys.ofDirectory(BUILD), StringCodec.INSTANCE).getAsync();
    var version =
        read.<String>getBucket(keys.ofDirectory(VERSION), StringCodec.INSTANCE).getAsync();
    read.execute();
    String mark = version.toCompletableFuture().join();
    return build.toCompletableFuture().join() == null || mark == null
        ? OptionalLong.empty()
        : OptionalLong.of(Long.parseLong(mark));
  }

  private void put(String field, String json, long version) {
    var _ =
        script(
            PUT,
            List.of(
                keys.ofDirectory(ENTRIES),
                keys.ofDirectory(VERSIONS),
                keys.ofDirectory(CHANGES),
                keys.ofDirectory(REVISION)),
            RScript.ReturnType.LONG,
            field,
            json,
            Long.toString(version));
  }

  private Object script(
      String lua, List<Object> keys, RScript.ReturnType type, Object... arguments) {
    return redis
        .getScript(StringCodec.INSTANCE)
        .eval(RScript.Mode.READ_WRITE, lua, type, keys, arguments);
  }
}
