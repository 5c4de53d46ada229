package easel.common.redis;

/// Which run of the Redis server answers a script. A server that was started again, or that took
/// over from another one, is another: it may have forgotten the last seconds.
public final class Incarnation {
  /// Defines `incarnation()` for the script that follows.
  public static final String LUA =
      """
      local function incarnation()
        return string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')
      end
      """;

  private Incarnation() {}
}
