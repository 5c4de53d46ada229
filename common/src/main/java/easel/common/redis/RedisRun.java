package easel.common.redis;

/// Which run of the Redis server answers a script. A server that was started again, or that took
/// over from another one, is another: it may have forgotten the last seconds.
public final class RedisRun {
  /// Defines `redis_run()` for the script that follows: the same for ever where the server does not
  /// say in which run it is.
  public static final String LUA =
      """
      local function redis_run()
        return string.match(redis.call('INFO', 'server'), 'run_id:(%w+)') or 'unknown'
      end
      """;

  private RedisRun() {}
}
