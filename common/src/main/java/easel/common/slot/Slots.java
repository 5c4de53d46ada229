package easel.common.slot;

import easel.common.id.JobId;
import easel.common.id.QueueId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The distributed semaphore of accounts and queues: the set of job ids that hold a place.
///
/// Taking and freeing are idempotent by job id, no clock is involved and no place expires. A take
/// whose answer was lost may have been made: the same job finds its place again. Limits are read by
/// the take itself, so that a changed one holds for every later take, of any process.
public interface Slots {
  /// Takes a place of the queue for the job.
  ///
  /// @throws org.redisson.client.RedisException if Redis did not answer: the place may be held
  Take takeOfQueue(QueueId queue, JobId job);

  /// Takes a place of the account for the job.
  ///
  /// @throws org.redisson.client.RedisException if Redis did not answer: the place may be held
  Take takeOfAccount(String discordUser, JobId job);

  void freeOfQueue(QueueId queue, JobId job);

  void freeOfAccount(String discordUser, JobId job);

  /// Frees both places of a job in one round trip.
  void free(String discordUser, QueueId queue, JobId job);

  /// Puts a place back that must be held whatever the limit says: its job has an open claim.
  void restoreOfQueue(QueueId queue, JobId job);

  /// Puts a place back that must be held whatever the limit says: its job has an open claim.
  void restoreOfAccount(String discordUser, JobId job);

  /// What a take for this job would answer now, without taking: one round trip for all.
  ///
  /// @return one answer for each place, in their order
  List<Take> lookAt(List<Place> places);

  /// The first of these accounts of which the job holds a place, in one round trip.
  Optional<String> accountHolding(List<String> discordUsers, JobId job);

  /// Whether the job holds a place of the account.
  boolean holdsOfAccount(String discordUser, JobId job);

  /// The jobs that hold a place of the account.
  Set<JobId> holdersOfAccount(String discordUser);

  /// The jobs that hold a place of the queue.
  Set<JobId> holdersOfQueue(QueueId queue);

  /// The jobs that hold places of these accounts, in one round trip.
  Map<String, Set<JobId>> holdersOfAccounts(Collection<String> discordUsers);

  /// The jobs that hold places of these queues, in one round trip.
  Map<QueueId, Set<JobId>> holdersOfQueues(Collection<QueueId> queues);

  /// Notes that a job ended before it was handed over, so that its head is dropped without a place.
  /// Only a shortcut: where the note is lost, the claim answers.
  void noteEnded(QueueId queue, JobId job);

  /// Sets how many jobs may hold a place of the queue, and whether any may be taken now.
  ///
  /// @param version of the directory; an older one changes nothing
  void setGateOfQueue(QueueId queue, long version, int limit, boolean open);

  /// Sets how many jobs may hold a place of the account, and whether any may be taken now.
  ///
  /// @param version of the directory; an older one changes nothing
  void setGateOfAccount(String discordUser, long version, int limit, boolean open);
}
