package easel.dispatcher.pool;

import easel.common.id.AccountId;
import easel.common.id.QueueId;
import easel.common.redis.RedisKeys;
import easel.dispatcher.redis.Redis;
import java.util.stream.Collectors;
import org.redisson.api.RScoredSortedSet;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.springframework.stereotype.Component;

/// The turn of each queue, in Redis beside its places: account → number of its last job.
@Component
final class RedisTurns implements Turns {
  private final RedissonClient redis;
  private final RedisKeys keys;

  RedisTurns(RedissonClient redis, RedisKeys keys) {
    this.redis = redis;
    this.keys = keys;
  }

  @Override
  public Turn of(QueueId queue) {
    return new Turn(
        Redis.ask(() -> turn(queue).entryRange(0, -1)).stream()
            .collect(
                Collectors.toMap(
                    entry -> new AccountId(Long.parseLong(entry.getValue())),
                    entry -> entry.getScore().longValue())));
  }

  @Override
  public void note(QueueId queue, AccountId account, long number) {
    Redis.tell(() -> turn(queue).addIfGreater((double) number, account.toString()));
  }

  private RScoredSortedSet<String> turn(QueueId queue) {
    return redis.getScoredSortedSet(keys.ofQueue(queue, "turn"), StringCodec.INSTANCE);
  }
}
