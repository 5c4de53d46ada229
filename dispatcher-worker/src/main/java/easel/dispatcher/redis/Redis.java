package easel.dispatcher.redis;

import java.util.function.Supplier;
import org.redisson.client.RedisException;

/// Asks Redis, with one kind of failure for all that can go wrong on the way.
public final class Redis {
  private Redis() {}

  /// @throws RedisUnreachable if no answer came
  public static <T> T ask(Supplier<T> question) {
    try {
      return question.get();
    } catch (RedisException failed) {
      throw new RedisUnreachable(failed);
    }
  }

  /// @throws RedisUnreachable if no answer came
  public static void tell(Runnable command) {
    try {
      command.run();
    } catch (RedisException failed) {
      throw new RedisUnreachable(failed);
    }
  }
}
