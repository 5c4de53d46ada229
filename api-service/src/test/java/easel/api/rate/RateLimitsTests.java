package easel.api.rate;

import static org.assertj.core.api.Assertions.assertThat;

import easel.api.rate.RateLimits.Kind;
import easel.common.redis.RedisConnection;
import easel.common.redis.RedisKeys;
import java.util.ArrayList;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.redisson.api.RedissonClient;

/// Against a real Redis: what two instances count is one count.
class RateLimitsTests {
  private static final RedisKeys KEYS = new RedisKeys("rate-test-" + UUID.randomUUID());
  private static RedissonClient one;
  private static RedissonClient two;

  @BeforeAll
  static void open() {
    var url =
        Optional.ofNullable(System.getenv("EASEL_TEST_REDIS_URL")).orElse("redis://127.0.0.1:6379");
    one = RedisConnection.open(url);
    two = RedisConnection.open(url);
  }

  @AfterAll
  static void close() {
    one.getKeys().deleteByPattern(KEYS.prefix() + ":*");
    one.shutdown();
    two.shutdown();
  }

  @Test
  void exactlyTheRateIsLetThroughOverTwoInstances() throws Exception {
    // given a rate whose window lasts longer than this test
    var first = new RateLimits(one, KEYS, new RateProperties("1/60s", "10/60s", "off"));
    var second = new RateLimits(two, KEYS, new RateProperties("1/60s", "10/60s", "off"));

    // when both are asked at once, more often than that
    assertThat(allowed(first, second, 1, Kind.MESSAGE)).isEqualTo(10);
    assertThat(allowed(first, second, 1, Kind.GENERAL)).isEqualTo(1);

    // then another customer has a count of its own
    assertThat(allowed(first, second, 2, Kind.MESSAGE)).isEqualTo(10);
  }

  @Test
  void whoIsRefusedIsToldHowLongToWait() {
    var limits = new RateLimits(one, KEYS, new RateProperties("1/30s", "off", "off"));
    assertThat(limits.count(3, Kind.GENERAL).orElseThrow().allowed()).isTrue();
    var refused = limits.count(3, Kind.GENERAL).orElseThrow();
    assertThat(refused.allowed()).isFalse();
    assertThat(refused.untilNext().toSeconds()).isBetween(20L, 30L);
    assertThat(RateLimitInterceptor.headers(Kind.GENERAL, refused))
        .containsEntry("RateLimit-Policy", "\"general\";q=1;w=30")
        .hasEntrySatisfying(
            "RateLimit", value -> assertThat(value).startsWith("\"general\";r=0;t="));
    assertThat(limits.count(3, Kind.MESSAGE)).isEmpty();
  }

  @Test
  void lookingCountsNothing() {
    var limits = new RateLimits(one, KEYS, new RateProperties("off", "off", "2/60s"));
    for (int i = 0; i < 5; i++) {
      assertThat(limits.look("here", Kind.GUESSES).orElseThrow().allowed()).isTrue();
    }
    assertThat(limits.count("here", Kind.GUESSES).orElseThrow().allowed()).isTrue();
    assertThat(limits.count("here", Kind.GUESSES).orElseThrow().allowed()).isTrue();
    var looked = limits.look("here", Kind.GUESSES).orElseThrow();
    assertThat(looked.allowed()).isFalse();
    assertThat(looked.untilNext().toSeconds()).isBetween(50L, 60L);
    assertThat(limits.look("elsewhere", Kind.GUESSES).orElseThrow().allowed()).isTrue();
    assertThat(limits.look("here", Kind.GENERAL)).isEmpty();
  }

  private static long allowed(RateLimits first, RateLimits second, long customer, Kind kind)
      throws Exception {
    var tasks = new ArrayList<Callable<Boolean>>();
    for (int i = 0; i < 40; i++) {
      var limits = i % 2 == 0 ? first : second;
      tasks.add(() -> limits.count(customer, kind).orElseThrow().allowed());
    }
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      long allowed = 0;
      for (var answer : executor.invokeAll(tasks)) {
        allowed += answer.get() ? 1 : 0;
      }
      return allowed;
    }
  }
}
