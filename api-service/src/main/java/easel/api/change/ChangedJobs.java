package easel.api.change;

import easel.common.id.JobId;
import java.util.Collection;
import java.util.List;

/// Shows jobs as they are now, each with the number of its last change.
public interface ChangedJobs {
  List<Change> show(long customer, Collection<JobId> jobs);
}
