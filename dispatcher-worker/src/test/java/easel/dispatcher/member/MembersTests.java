package easel.dispatcher.member;

import static java.util.Objects.requireNonNullElse;
import static org.assertj.core.api.Assertions.assertThat;

import easel.common.redis.RedisConnection;
import easel.common.redis.RedisKeys;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/// Heartbeats in a real Redis.
class MembersTests {
  private final RedissonClient redis =
      RedisConnection.open(
          requireNonNullElse(System.getenv("EASEL_TEST_REDIS_URL"), "redis://127.0.0.1:6379"));
  private final RedisKeys keys = new RedisKeys("dispatcher-test-" + UUID.randomUUID());
  private final Members members = new Members(redis, keys);

  @AfterEach
  void close() {
    redis.getKeys().delete(keys.of("dispatchers"));
    redis.shutdown();
  }

  @Test
  void aMemberLearnsWhoLivesAndWhetherItWasKnown() {
    assertThat(members.beat("one").wasAmong()).isFalse();
    assertThat(members.beat("two").members()).containsExactlyInAnyOrder("one", "two");
    assertThat(members.beat("one").wasAmong()).isTrue();
  }

  @Test
  void oneThatLeavesIsNotAmongTheLiving() {
    members.beat("one");
    members.beat("two");

    members.leave("one");

    assertThat(members.beat("two").members()).containsExactly("two");
  }

  @Test
  void oneThatHasNotBeatenForItsLifeIsDead() {
    // a beat of long ago, by Redis's clock
    redis.getScoredSortedSet(keys.of("dispatchers"), StringCodec.INSTANCE).add(1, "silent");

    assertThat(members.beat("one").members()).containsExactly("one");
  }
}
