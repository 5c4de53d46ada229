package easel.common.redis;

import easel.common.id.QueueId;

/// The names of Easel's keys in Redis. What one script touches shares a hash tag (`{…}`), so that a
/// Redis cluster keeps it on one node.
///
/// @param prefix keeps several Easels apart in one Redis (`EASEL_REDIS_PREFIX`)
public record RedisKeys(String prefix) {
  /// Everything about the places of a queue.
  public String ofQueue(QueueId queue, String what) {
    return "%s:{queue-%s}:%s".formatted(prefix, queue, what);
  }

  /// Everything about the places of an account, by its Discord user id.
  public String ofDiscordUser(String discordUser, String what) {
    return "%s:{discord-%s}:%s".formatted(prefix, discordUser, what);
  }

  /// The read model of accounts and queues.
  public String ofDirectory(String what) {
    return "%s:{directory}:%s".formatted(prefix, what);
  }

  /// Anything else, one key at a time.
  public String of(String what) {
    return prefix + ":" + what;
  }
}
