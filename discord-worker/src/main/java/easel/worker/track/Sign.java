package easel.worker.track;

import easel.common.id.JobId;
import easel.common.message.Answer;
import easel.common.message.Picture;
import org.jspecify.annotations.Nullable;

/// What a message says of one of our jobs.
public sealed interface Sign {
  JobId job();

  /// Midjourney's first answer.
  ///
  /// @param midjourneyJob null where it does not show it
  record Began(JobId job, SeenMessage message, @Nullable String midjourneyJob) implements Sign {}

  record Progressed(JobId job, SeenMessage message, int percent, @Nullable String preview)
      implements Sign {}

  record Finished(JobId job, Picture picture, boolean startSeen) implements Sign {}

  /// Midjourney's answer is there, and no picture comes.
  record Answered(JobId job, Answer answer) implements Sign {}

  record Stopped(JobId job) implements Sign {}

  /// Midjourney does not do it, and says why.
  record Refused(JobId job, Notice.Refusal refusal) implements Sign {}

  /// Midjourney has taken it, and begins later.
  record Queued(JobId job) implements Sign {}

  /// Two commands seem to be at work where one was sent: nothing can be attributed any more.
  record Ambiguous(JobId job) implements Sign {}
}
