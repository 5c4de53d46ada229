package easel.dispatcher.member;

import easel.common.redis.RedisKeys;
import easel.dispatcher.redis.Redis;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.springframework.stereotype.Component;

/// The living dispatchers: in Redis, by their last heartbeat on Redis's clock.
@Component
class Members {
  /// Without a heartbeat for so long a member is dead.
  static final Duration LIFE = Duration.ofSeconds(4);

  // KEYS: members; ARGV: this one, life in ms
  private static final String BEAT =
      """
      local time = redis.call('TIME')
      local now = time[1] * 1000 + math.floor(time[2] / 1000)
      redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[2])
      local before = redis.call('ZSCORE', KEYS[1], ARGV[1])
      redis.call('ZADD', KEYS[1], now, ARGV[1])
      local answer = redis.call('ZRANGE', KEYS[1], 0, -1)
      table.insert(answer, 1, before and 'KNOWN' or 'NEW')
      return answer
      """;

  private final RedissonClient redis;
  private final String key;

  Members(RedissonClient redis, RedisKeys keys) {
    this.redis = redis;
    this.key = keys.of("dispatchers");
  }

  /// @throws easel.dispatcher.redis.RedisUnreachable if no answer came
  Living beat(String member) {
    List<String> answer =
        Redis.ask(
            () ->
                redis
                    .getScript(StringCodec.INSTANCE)
                    .eval(
                        RScript.Mode.READ_WRITE,
                        BEAT,
                        RScript.ReturnType.LIST,
                        List.of(key),
                        member,
                        Long.toString(LIFE.toMillis())));
    return new Living(
        new HashSet<>(answer.subList(1, answer.size())), answer.getFirst().equals("KNOWN"));
  }

  /// @throws easel.dispatcher.redis.RedisUnreachable if no answer came
  void leave(String member) {
    Redis.tell(() -> redis.getScoredSortedSet(key, StringCodec.INSTANCE).remove(member));
  }
}
