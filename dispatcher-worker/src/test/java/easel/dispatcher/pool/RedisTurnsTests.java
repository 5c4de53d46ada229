package easel.dispatcher.pool;

import static java.util.Objects.requireNonNullElse;
import static org.assertj.core.api.Assertions.assertThat;

import easel.common.directory.AccountEntry;
import easel.common.id.AccountId;
import easel.common.id.PoolId;
import easel.common.id.QueueId;
import easel.common.redis.RedisConnection;
import easel.common.redis.RedisKeys;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.redisson.api.RedissonClient;

/// The turn in a real Redis.
class RedisTurnsTests {
  private static final QueueId QUEUE = QueueId.ofCustomer(17);
  private static final AccountEntry FIRST = account(1);
  private static final AccountEntry SECOND = account(2);

  private final RedissonClient redis =
      RedisConnection.open(
          requireNonNullElse(System.getenv("EASEL_TEST_REDIS_URL"), "redis://127.0.0.1:6379"));
  private final RedisKeys keys = new RedisKeys("dispatcher-test-" + UUID.randomUUID());
  private final Turns turns = new RedisTurns(redis, keys);

  @AfterEach
  void close() {
    redis.getKeys().delete(keys.ofQueue(QUEUE, "turn"));
    redis.shutdown();
  }

  @Test
  void theTurnIsReadAsItWasNoted() {
    turns.note(QUEUE, FIRST.id(), 1);
    turns.note(QUEUE, SECOND.id(), 2);
    assertThat(turns.of(QUEUE).order(List.of(FIRST, SECOND))).containsExactly(FIRST, SECOND);

    turns.note(QUEUE, FIRST.id(), 3);
    assertThat(turns.of(QUEUE).order(List.of(FIRST, SECOND))).containsExactly(SECOND, FIRST);
  }

  @Test
  void anOlderJobIsNotNoted() {
    turns.note(QUEUE, FIRST.id(), 5);
    turns.note(QUEUE, SECOND.id(), 4);

    turns.note(QUEUE, FIRST.id(), 3);

    assertThat(turns.of(QUEUE).order(List.of(FIRST, SECOND))).containsExactly(SECOND, FIRST);
  }

  private static AccountEntry account(long number) {
    var id = new AccountId(number);
    return new AccountEntry(
        id, PoolId.SHARED, "user-" + id, "1", "2", 3, true, true, "sealed", null, false, null);
  }
}
