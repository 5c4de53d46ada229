package easel.dispatcher.redis;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param url as `RedisConnection` reads it
/// @param prefix keeps several Easels apart in one Redis
@ConfigurationProperties("easel.redis")
record RedisProperties(
    @DefaultValue("redis://127.0.0.1:6379") String url, @DefaultValue("easel") String prefix) {
  @Override
  public String toString() {
    return "RedisProperties[prefix=%s]".formatted(prefix); // the URL may hold a password
  }
}
