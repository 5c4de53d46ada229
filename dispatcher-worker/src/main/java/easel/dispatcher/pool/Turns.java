package easel.dispatcher.pool;

import easel.common.id.AccountId;
import easel.common.id.QueueId;

/// Where the turn of each queue outlives its dispatcher.
public interface Turns {
  /// @throws easel.dispatcher.redis.RedisUnreachable if it could not be read
  Turn of(QueueId queue);

  /// Writes down that the account was given the job with this number; an older one changes nothing.
  ///
  /// @throws easel.dispatcher.redis.RedisUnreachable if it may not have been written
  void note(QueueId queue, AccountId account, long number);
}
