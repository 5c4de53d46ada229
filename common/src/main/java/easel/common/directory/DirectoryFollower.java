package easel.common.directory;

import easel.common.id.AccountId;
import easel.common.id.QueueId;
import easel.common.message.Wire;
import easel.common.redis.RedisKeys;
import easel.common.redis.RedisRun;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/// Follows the read model in Redis. Whoever uses it calls {@link #refresh} at least each 2 s, and
/// when `control` says so; a refresh with nothing new costs one read.
///
/// Of each entry the newest version that was ever read stands, also where Redis fell behind: until
/// the model is built again, nothing is decided by a limit that was lowered, or without a pause.
public final class DirectoryFollower {
  // KEYS: build, revision, changes, entries, versions, redis; ARGV: build and revision already
  // known. One script, so that the revision and the entries that it covers are of one moment. What
  // was built in another run of Redis is not complete, but for that of an older version of
  // Easel, which does not say.
  private static final String READ =
      RedisRun.LUA
          + """
      local build = redis.call('GET', KEYS[1])
      if not build then return {} end
      local redis_then = redis.call('GET', KEYS[6])
      if redis_then and redis_then ~= redis_run() then return {} end
      local revision = redis.call('GET', KEYS[2]) or '0'
      local answer = {build, revision}
      local from = '(' .. ARGV[2]
      if build ~= ARGV[1] then from = '-inf' end
      for _, field in ipairs(redis.call('ZRANGEBYSCORE', KEYS[3], from, '+inf')) do
        answer[#answer + 1] = field
        answer[#answer + 1] = redis.call('HGET', KEYS[4], field)
        answer[#answer + 1] = redis.call('HGET', KEYS[5], field)
      end
      return answer
      """;

  private final RedissonClient redis;
  private final RedisKeys keys;
  private final Map<String, Long> versions = new HashMap<>();
  private volatile Directory directory = Directory.UNKNOWN;
  private String build = "";
  private long revision;

  public DirectoryFollower(RedissonClient redis, RedisKeys keys) {
    this.redis = redis;
    this.keys = keys;
  }

  /// The directory as last read.
  public Directory directory() {
    return directory;
  }

  /// Reads what has changed and returns the directory as it is now.
  ///
  /// @throws org.redisson.client.RedisException if Redis did not answer: the last one still stands
  public synchronized Directory refresh() {
    List<String> answer =
        redis
            .getScript(StringCodec.INSTANCE)
            .eval(
                RScript.Mode.READ_ONLY,
                READ,
                RScript.ReturnType.LIST,
                List.of(
                    keys.ofDirectory(DirectoryPublisher.BUILD),
                    keys.ofDirectory(DirectoryPublisher.REVISION),
                    keys.ofDirectory(DirectoryPublisher.CHANGES),
                    keys.ofDirectory(DirectoryPublisher.ENTRIES),
                    keys.ofDirectory(DirectoryPublisher.VERSIONS),
                    keys.ofDirectory(DirectoryPublisher.REDIS)),
                build,
                Long.toString(revision));
    apply(answer);
    return directory;
  }

  private void apply(List<String> answer) {
    if (answer.isEmpty()) {
      // What was known is kept to look things up, but nothing may be decided by it.
      directory = new Directory(false, directory.accounts(), directory.queues());
      build = "";
      return;
    }
    var changes = answer.subList(2, answer.size());
    if (!changes.isEmpty() || !directory.complete()) {
      Map<AccountId, AccountEntry> accounts = new HashMap<>(directory.accounts());
      Map<QueueId, QueueEntry> queues = new HashMap<>(directory.queues());
      for (int i = 0; i + 2 < changes.size(); i += 3) {
        var json = changes.get(i + 1);
        if (!isNew(changes.get(i), Long.parseLong(changes.get(i + 2)))) {
          continue;
        }
        if (changes.get(i).startsWith(DirectoryPublisher.ACCOUNT)) {
          var account = Wire.readText(json, AccountEntry.class);
          accounts.put(account.id(), account);
        } else {
          var queue = Wire.readText(json, QueueEntry.class);
          queues.put(queue.id(), queue);
        }
      }
      directory = new Directory(true, accounts, queues);
    }
    build = answer.get(0);
    revision = Long.parseLong(answer.get(1));
  }

  private boolean isNew(String field, long version) {
    return versions.merge(field, version, Math::max) == version;
  }
}
