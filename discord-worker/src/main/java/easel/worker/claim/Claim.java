package easel.worker.claim;

import easel.common.id.AccountId;
import easel.common.id.JobId;
import easel.common.message.JobEnd;
import easel.common.message.LaneJob;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The row of a job, as read.
public sealed interface Claim {
  JobId job();

  ClaimState state();

  /// Not closed: somebody has to follow it.
  ///
  /// @param line its place in the order of claims
  /// @param send null while it is only claimed
  /// @param sinceBegun by PostgreSQL's clock
  /// @param end set once it is ENDED
  /// @param sinceEnded by PostgreSQL's clock
  record Open(
      LaneJob body,
      ClaimState state,
      long line,
      int partition,
      AccountId account,
      String discordUser,
      @Nullable Send send,
      Send.Progress progress,
      Duration sinceBegun,
      boolean stopAsked,
      @Nullable JobEnd end,
      Duration sinceEnded,
      boolean told)
      implements Claim {
    @Override
    public JobId job() {
      return body.job();
    }
  }

  /// @param account where it ran, null if it was never claimed for one
  record Closed(JobId job, @Nullable AccountId account, JobEnd end, boolean told) implements Claim {
    @Override
    public ClaimState state() {
      return ClaimState.CLOSED;
    }
  }
}
