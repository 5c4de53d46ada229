package easel.api.rate;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
  ///
  /// @throws RedisException if Redis does not answer within the patience
  void adjust(Duration patience) {
    if (looked && System.nanoTime() - lookedAt < LOOK_NANOS) {
      return;
    }
    var before = System.nanoTime();
    var time = time(patience);
    var middle = before + (System.nanoTime() - before) / 2;
    var seconds = Long.parseLong(time.getFirst().toString());
    var micros = Long.parseLong(time.getLast().toString());
    offset = seconds * 1_000_000_000 + micros * 1_000 - middle;
    lookedAt = before;
    looked = true;
  }

  private List<Object> time(Duration patience) {
    var asked =
        redis
            .getScript(StringCodec.INSTANCE)
            .<List<Object>>evalAsync(
                RScript.Mode.READ_ONLY,
                "return redis.call('TIME')",
                RScript.ReturnType.LIST,
                List.of());
    try {
      return asked.toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException failed) {
      throw new RedisException("Redis did not tell its time", failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new RedisException("interrupted", interrupted);
    }
  }
}
