package easel.worker.account;

import easel.common.id.JobId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The sends of this worker whose answers are awaited. They outlive the account's ownership:
/// whoever takes the account up again in this process must not believe them to be over.
public final class Requests {
  private final Set<JobId> underWay = ConcurrentHashMap.newKeySet();

  void begun(JobId job) {
    underWay.add(job);
  }

  void over(JobId job) {
    underWay.remove(job);
  }

  boolean isUnderWay(JobId job) {
    return underWay.contains(job);
  }
}
