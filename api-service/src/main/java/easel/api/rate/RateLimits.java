package easel.api.rate;

import easel.common.redis.RedisKeys;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.EstimationProbe;
import io.github.bucket4j.distributed.BucketProxy;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.redis.redisson.Bucket4jRedisson;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.springframework.stereotype.Component;

/// Counts requests of customers, and keys that are tried, in Redis, over all instances.
@Component
class RateLimits {
  /// What is counted together.
  enum Kind {
    GENERAL,
    MESSAGE,
    GUESSES
  }

  /// What became of one request.
  record Counted(Rate rate, boolean allowed, long remaining, Duration untilNext) {}

  // Rather let one request through than let it wait: what is accepted is safe in PostgreSQL.
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final ProxyManager<String> buckets;
  private final RedisClock clock;
  private final RedisKeys keys;
  private final Map<Kind, Rate> rates = new EnumMap<>(Kind.class);

  RateLimits(RedissonClient redis, RedisKeys keys, RateProperties properties) {
    this.keys = keys;
    this.clock = new RedisClock(redis);
    this.buckets =
        Bucket4jRedisson.casBasedBuilder(((Redisson) redis).getCommandExecutor())
            .clientClock(clock)
            .requestTimeout(PATIENCE)
            .expirationAfterWrite(
                ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(
                    Duration.ofSeconds(1)))
            .build();
    Rate.parse("EASEL_RATE_LIMIT_GENERAL", properties.general())
        .ifPresent(rate -> rates.put(Kind.GENERAL, rate));
    Rate.parse("EASEL_RATE_LIMIT_MESSAGE", properties.message())
        .ifPresent(rate -> rates.put(Kind.MESSAGE, rate));
    Rate.parse("EASEL_RATE_LIMIT_GUESSES", properties.guesses())
        .ifPresent(rate -> rates.put(Kind.GUESSES, rate));
  }

  /// Counts one request.
  ///
  /// @return empty where nothing is limited
  /// @throws RuntimeException if Redis did not answer in time
  Optional<Counted> count(long customer, Kind kind) {
    return count(Long.toString(customer), kind);
  }

  /// Counts one of whoever it is.
  ///
  /// @return empty where nothing is limited
  /// @throws RuntimeException if Redis did not answer in time
  Optional<Counted> count(String whose, Kind kind) {
    return limited(
        whose, kind, (rate, bucket) -> counted(rate, bucket.tryConsumeAndReturnRemaining(1)));
  }

  /// What would become of one, without counting it.
  ///
  /// @return empty where nothing is limited
  /// @throws RuntimeException if Redis did not answer in time
  Optional<Counted> look(String whose, Kind kind) {
    return limited(whose, kind, (rate, bucket) -> looked(rate, bucket.estimateAbilityToConsume(1)));
  }

  private Optional<Counted> limited(
      String whose, Kind kind, BiFunction<Rate, BucketProxy, Counted> use) {
    var rate = rates.get(kind);
    if (rate == null) {
      return Optional.empty();
    }
    clock.adjust(PATIENCE);
    // The rate is part of the key: a changed one begins anew.
    var key = keys.of("rate:%s:%s:%s".formatted(kind, rate, whose));
    return Optional.of(use.apply(rate, buckets.getProxy(key, () -> configuration(rate))));
  }

  private static Counted looked(Rate rate, EstimationProbe probe) {
    return new Counted(
        rate,
        probe.canBeConsumed(),
        probe.getRemainingTokens(),
        Duration.ofNanos(probe.getNanosToWaitForRefill()));
  }

  private static Counted counted(Rate rate, ConsumptionProbe probe) {
    return new Counted(
        rate,
        probe.isConsumed(),
        probe.getRemainingTokens(),
        Duration.ofNanos(
            probe.isConsumed() ? probe.getNanosToWaitForReset() : probe.getNanosToWaitForRefill()));
  }

  // Several requests come back together when their window is over: refilled one by one, a burst and
  // what is refilled meanwhile would be more than the rate. A single one is exact either way, and
  // refilled from its last use it holds between any two requests.
  private static BucketConfiguration configuration(Rate rate) {
    var bandwidth = Bandwidth.builder().capacity(rate.requests());
    var limit =
        rate.requests() == 1
            ? bandwidth.refillGreedy(1, rate.window()).build()
            : bandwidth.refillIntervally(rate.requests(), rate.window()).build();
    return BucketConfiguration.builder().addLimit(limit).build();
  }
}
