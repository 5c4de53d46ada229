package easel.api.job;

import easel.common.id.JobId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a customer was told of a job, for whoever shows the job.
public interface JobNews {
  /// Something that was to be told.
  ///
  /// @param delivery its id, under which customers find it again
  /// @param event what happened, such as `DONE`
  /// @param status what became of telling it, such as `DELIVERED`
  /// @param asked when it happened
  /// @param ended null while it is still attempted
  /// @param answer of the last attempt, null if there was none
  record Told(
      String delivery,
      String event,
      String status,
      Instant asked,
      @Nullable Instant ended,
      int attempts,
      @Nullable String answer) {}

  /// Oldest first.
  List<Told> of(long customer, JobId job);
}
