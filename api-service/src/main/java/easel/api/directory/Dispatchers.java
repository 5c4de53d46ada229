package easel.api.directory;

import easel.common.redis.RedisKeys;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisException;
import org.redisson.client.codec.StringCodec;
import org.springframework.stereotype.Component;

/// Which dispatchers live, as they themselves say in Redis.
@Component
public class Dispatchers {
  // Ages are told on the clock on which they beat.
  private static final String READ =
      """
      local time = redis.call('TIME')
      local answer = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
      table.insert(answer, 1, string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000)))
      return answer
      """;

  private final RedissonClient redis;
  private final String key;

  Dispatchers(RedissonClient redis, RedisKeys keys) {
    this.redis = redis;
    this.key = keys.of("dispatchers");
  }

  /// How long ago each of them beat, by its id; empty while Redis does not answer.
  public Optional<Map<String, Duration>> beats() {
    try {
      List<Object> answer =
          redis
              .getScript(StringCodec.INSTANCE)
              .eval(RScript.Mode.READ_ONLY, READ, RScript.ReturnType.LIST, List.of(key));
      var now = Double.parseDouble(answer.getFirst().toString());
      var beats = new LinkedHashMap<String, Duration>();
      for (int i = 1; i + 1 < answer.size(); i += 2) {
        var at = Double.parseDouble(answer.get(i + 1).toString());
        beats.put(answer.get(i).toString(), Duration.ofMillis(Math.round(now - at)));
      }
      return Optional.of(beats);
    } catch (RedisException _) {
      return Optional.empty(); // the page says so
    }
  }
}
