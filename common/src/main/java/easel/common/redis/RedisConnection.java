package easel.common.redis;

import java.time.Duration;
import java.util.Arrays;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.BaseConfig;
import org.redisson.config.Config;
import org.redisson.config.ConstantDelay;

/// Connects to Redis as `EASEL_REDIS_URL` says.
public final class RedisConnection {
  private static final String SENTINEL = "sentinel+";
  private static final int TIMEOUT_MILLIS = 2_000;
  private static final int RETRIES = 2;
  private static final Duration RETRY_DELAY = Duration.ofMillis(300);

  private RedisConnection() {}

  /// @param url one `redis://` or `rediss://` address; or a comma-separated list of a cluster's
  ///   nodes; or `sentinel+redis://MASTER@host:port,host:port`
  /// @throws IllegalArgumentException if the URL has no such form; it is not repeated, as it may
  ///   hold a password
  public static RedissonClient open(String url) {
    var config = new Config();
    config.setCodec(StringCodec.INSTANCE);
    // A service must be able to start before Redis does: the first command connects.
    config.setLazyInitialization(true);
    if (url.startsWith(SENTINEL)) {
      useSentinels(config, url.substring(SENTINEL.length()));
    } else if (url.contains(",")) {
      var nodes = Arrays.stream(url.split(",")).map(String::strip).toArray(String[]::new);
      Arrays.stream(nodes).forEach(RedisConnection::requireScheme);
      hurried(config.useClusterServers().addNodeAddress(nodes));
    } else {
      requireScheme(url);
      hurried(config.useSingleServer())
          .setAddress(url)
          .setConnectionMinimumIdleSize(2)
          .setConnectionPoolSize(16)
          .setSubscriptionConnectionMinimumIdleSize(0)
          .setSubscriptionConnectionPoolSize(2);
    }
    return Redisson.create(config);
  }

  /// Redisson's own settings are 4 retries, 0.5 to 2 s apart, and 10 s to connect: a command on a
  /// dead connection would fail after some 15 s. Whoever asks here asks again by itself.
  private static <T extends BaseConfig<T>> T hurried(T servers) {
    return servers
        .setTimeout(TIMEOUT_MILLIS)
        .setConnectTimeout(TIMEOUT_MILLIS)
        .setRetryAttempts(RETRIES)
        .setRetryDelay(new ConstantDelay(RETRY_DELAY));
  }

  private static void useSentinels(Config config, String url) {
    requireScheme(url);
    var scheme = url.substring(0, url.indexOf("://") + 3);
    var rest = url.substring(scheme.length());
    var at = rest.indexOf('@');
    if (at < 1) {
      throw new IllegalArgumentException(
          "expected EASEL_REDIS_URL with sentinels to name the master: sentinel+redis://MASTER@host:port,host:port");
    }
    var sentinels =
        Arrays.stream(rest.substring(at + 1).split(","))
            .map(node -> scheme + node.strip())
            .toArray(String[]::new);
    hurried(config.useSentinelServers())
        .setMasterName(rest.substring(0, at))
        .addSentinelAddress(sentinels);
  }

  private static void requireScheme(String address) {
    if (!address.startsWith("redis://") && !address.startsWith("rediss://")) {
      throw new IllegalArgumentException(
          "expected EASEL_REDIS_URL to begin with redis://, rediss:// or sentinel+redis://");
    }
  }
}
