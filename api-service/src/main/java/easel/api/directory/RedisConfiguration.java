package easel.api.directory;

import easel.common.directory.DirectoryPublisher;
import easel.common.redis.RedisConnection;
import easel.common.redis.RedisKeys;
import easel.common.slot.RedisSlots;
import org.redisson.api.RedissonClient;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The connection to Redis, and what is written there for dispatchers and workers.
@Configuration(proxyBeanMethods = false)
class RedisConfiguration {
  /// @param prefix keeps several Easels apart in one Redis
  @ConfigurationProperties("easel.redis")
  record RedisProperties(
      @DefaultValue("redis://127.0.0.1:6379") String url, @DefaultValue("easel") String prefix) {}

  @Bean(destroyMethod = "shutdown")
  RedissonClient redis(RedisProperties properties) {
    return RedisConnection.open(properties.url());
  }

  @Bean
  RedisKeys redisKeys(RedisProperties properties) {
    return new RedisKeys(properties.prefix());
  }

  @Bean
  DirectoryPublisher directoryPublisher(RedissonClient redis, RedisKeys keys) {
    return new DirectoryPublisher(redis, keys, new RedisSlots(redis, keys));
  }
}
