package easel.dispatcher.dispatch;

import easel.common.id.JobId;
import easel.common.id.QueueId;
import easel.common.slot.Place;
import easel.common.slot.Take;
import java.util.List;
import java.util.Optional;

/// The places of accounts and queues, as the decisions need them. Every method throws {@link
/// easel.dispatcher.redis.RedisUnreachable} where the answer did not come.
interface Places {
  Take takeOfQueue(QueueId queue, JobId job);

  Take takeOfAccount(String discordUser, JobId job);

  void freeOfQueue(QueueId queue, JobId job);

  void freeOfAccount(String discordUser, JobId job);

  /// What takes would answer now, without taking.
  List<Take> lookAt(List<Place> places);

  /// The first of these accounts of which the job holds a place.
  Optional<String> accountHolding(List<String> discordUsers, JobId job);
}
