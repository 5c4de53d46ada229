package easel.dispatcher.redis;

import easel.common.directory.DirectoryFollower;
import easel.common.redis.RedisConnection;
import easel.common.redis.RedisKeys;
import easel.common.slot.RedisSlots;
import easel.common.slot.Slots;
import org.redisson.api.RedissonClient;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RedisProperties.class)
class RedisConfiguration {
  @Bean(destroyMethod = "shutdown")
  RedissonClient redissonClient(RedisProperties properties) {
    return RedisConnection.open(properties.url());
  }

  @Bean
  RedisKeys redisKeys(RedisProperties properties) {
    return new RedisKeys(properties.prefix());
  }

  @Bean
  Slots slots(RedissonClient redis, RedisKeys keys) {
    return new RedisSlots(redis, keys);
  }

  @Bean
  DirectoryFollower directoryFollower(RedissonClient redis, RedisKeys keys) {
    return new DirectoryFollower(redis, keys);
  }
}
