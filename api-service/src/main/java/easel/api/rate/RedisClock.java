package easel.api.rate;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.List;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisException;
import org.redisson.client.codec.StringCodec;

/// Redis's clock, as far as this instance knows it: instances whose own clocks differ count the
/// same windows. Between two looks it goes on by the monotonic clock.
final class RedisClock implements TimeMeter {
  private static final long LOOK_NANOS = Duration.ofSeconds(10).toNanos();

  private final RedissonClient redis;
  private volatile long offset;
  private volatile long lookedAt;
  private volatile boolean looked;

  RedisClock(RedissonClient redis) {
    this.redis = redis;
    this.offset = System.currentTimeMillis() * 1_000_000 - System.nanoTime();
  }

  @Override
  public long currentTimeNanos() {
    return System.nanoTime() + offset;
  }

  @Override
  public boolean isWallClockBased() {
    return true;
  }

  /// Looks at Redis's clock, if the last look is a while ago.
  void adjust() {
    if (looked && System.nanoTime() - lookedAt < LOOK_NANOS) {
      return;
    }
    lookedAt = System.nanoTime();
    looked = true;
    var before = System.nanoTime();
    List<Object> time =
        redis
            .getScript(StringCodec.INSTANCE)
            .eval(
                RScript.Mode.READ_ONLY,
                "return redis.call('TIME')",
                RScript.ReturnType.LIST,
                List.of());
    if (time.size() != 2) {
      throw new RedisException("Redis did not tell its time");
    }
    var seconds = Long.parseLong(time.get(0).toString());
    var micros = Long.parseLong(time.get(1).toString());
    var middle = before + (System.nanoTime() - before) / 2;
    offset = seconds * 1_000_000_000 + micros * 1_000 - middle;
  }
}
