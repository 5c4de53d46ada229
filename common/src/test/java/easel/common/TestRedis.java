package easel.common;

import easel.common.redis.RedisConnection;
import easel.common.redis.RedisKeys;
import java.util.Optional;
import java.util.UUID;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/// A real Redis with a key prefix of its own, emptied on close.
public record TestRedis(RedissonClient client, RedisKeys keys) implements AutoCloseable {
  public static TestRedis open() {
    var url =
        Optional.ofNullable(System.getenv("EASEL_TEST_REDIS_URL")).orElse("redis://127.0.0.1:6379");
    return new TestRedis(
        RedisConnection.open(url), new RedisKeys("easel-test-" + UUID.randomUUID()));
  }

  /// Loses everything, as a Redis that was emptied.
  public void empty() {
    client.getKeys().deleteByPattern(keys.prefix() + ":*");
  }

  /// Puts a text where another process would.
  public void write(String key, String text) {
    client.getBucket(key, StringCodec.INSTANCE).set(text);
  }

  /// Puts a text into a field of a hash where another process would.
  public void write(String key, String field, String text) {
    var _ = client.getMap(key, StringCodec.INSTANCE).fastPut(field, text);
  }

  @Override
  public void close() {
    empty();
    client.shutdown();
  }
}
