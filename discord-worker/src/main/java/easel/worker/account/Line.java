package easel.worker.account;

import easel.common.id.QueueId;
import easel.worker.claim.ClaimState;
import easel.worker.claim.Room;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Which of an account's claimed jobs is sent next (P4): the first in line that is not held up.
///
/// A full account holds up all. A full queue, or too many relaxed jobs, hold up the jobs of that
/// queue and let others pass. A press that reads like an open one on the same message waits for it
/// and lets everything pass.
final class Line {
  private Line() {}

  /// @param jobs all open jobs of the account, in line
  /// @param limit the most running jobs
  /// @param fullQueues queues that were full when last looked at
  static Optional<Job> next(Collection<Job> jobs, int limit, Set<QueueId> fullQueues) {
    var running = jobs.stream().filter(Job::isRunning).toList();
    if (running.size() >= limit) {
      return Optional.empty();
    }
    long relaxed = running.stream().filter(job -> job.claim.relaxed()).count();
    var held = new HashSet<>(fullQueues);
    for (var job : jobs) {
      if (job.state != ClaimState.CLAIMED || held.contains(job.queue())) {
        continue;
      }
      if (job.claim.relaxed() && relaxed >= Room.RELAXED) {
        held.add(job.queue());
        continue;
      }
      if (running.stream().noneMatch(job::readsLike)) {
        return Optional.of(job);
      }
    }
    return Optional.empty();
  }
}
