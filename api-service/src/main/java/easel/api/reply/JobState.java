package easel.api.reply;

import easel.api.job.Status;
import easel.common.id.AccountId;
import easel.common.message.JobEnd;
import easel.common.message.Reply.Claimed;
import easel.common.message.Reply.Ended;
import easel.common.message.Reply.JobReply;
import easel.common.message.Reply.NotStopped;
import easel.common.message.Reply.Progress;
import easel.common.message.Reply.Sending;
import easel.common.message.Reply.Sent;
import easel.common.message.Reply.Unclaimed;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a worker's reply can change of a job. It goes only forwards: replies may be repeated, late,
/// or in another order than they were said, and the first end wins.
///
/// @param published whether it is in its lane
/// @param claimed whether a worker has it
/// @param cancelAsked whether its customer's wish to end it is still open
/// @param end how it ended, null while it has not
record JobState(
    Status status,
    boolean published,
    boolean claimed,
    @Nullable AccountId account,
    int progress,
    @Nullable String preview,
    @Nullable Boolean sent,
    @Nullable Instant sentAt,
    boolean cancelAsked,
    @Nullable Instant finishedAt,
    @Nullable JobEnd end) {

  /// The state after this reply; the same one if it says nothing new.
  JobState after(JobReply reply) {
    if (status.hasEnded()) {
      return this;
    }
    return switch (reply) {
      case Claimed(_, _, var by) -> status == Status.QUEUED ? claimedBy(by) : this;
      case Sending(_, _, var by) -> begun(by, Boolean.TRUE.equals(sent) ? sent : null, sentAt);
      case Sent(_, var at, var by) -> begun(by, true, sentAt == null ? at : sentAt);
      case Progress it ->
          begun(it.account(), true, sentAt == null ? it.at() : sentAt).progressed(it);
      case Ended(_, var at, var by, var how) -> ended(by == null ? account : by, at, how);
      case Unclaimed _ -> status == Status.QUEUED ? unpublished() : this;
      case NotStopped _ -> notStopped();
    };
  }

  /// Whether the job's customer sees no difference to the other.
  boolean looksLike(JobState other) {
    return status == other.status
        && progress == other.progress
        && Objects.equals(account, other.account)
        && Objects.equals(preview, other.preview)
        && Objects.equals(sent, other.sent)
        && Objects.equals(sentAt, other.sentAt);
  }

  private JobState claimedBy(AccountId by) {
    return new JobState(
        status, published, true, by, progress, preview, sent, sentAt, cancelAsked, null, null);
  }

  // False means "not asked": once the send has begun that is not known until Discord answers.
  private JobState begun(AccountId by, @Nullable Boolean isSent, @Nullable Instant at) {
    return new JobState(
        Status.PROCESSING,
        published,
        true,
        by,
        progress,
        preview,
        isSent,
        at,
        cancelAsked,
        null,
        null);
  }

  private JobState progressed(Progress news) {
    var isLate = news.percent() < progress;
    return new JobState(
        status,
        published,
        claimed,
        account,
        Math.clamp(isLate ? progress : news.percent(), 0, 100),
        isLate || news.preview() == null ? preview : news.preview(),
        sent,
        sentAt,
        cancelAsked,
        null,
        null);
  }

  private JobState unpublished() {
    return new JobState(
        status, false, claimed, account, progress, preview, sent, sentAt, cancelAsked, null, null);
  }

  private JobState notStopped() {
    return new JobState(
        status, published, claimed, account, progress, preview, sent, sentAt, false, null, null);
  }

  private JobState ended(@Nullable AccountId by, Instant at, JobEnd how) {
    var last =
        switch (how) {
          case JobEnd.Done _, JobEnd.Answered _ -> Status.DONE;
          case JobEnd.Failed _ -> Status.FAIL;
          case JobEnd.Cancelled _ -> Status.CANCELLED;
        };
    return new JobState(
        last,
        published,
        claimed,
        by,
        last == Status.DONE ? 100 : progress,
        preview,
        how.sent(),
        sentAt,
        false,
        at,
        how);
  }
}
