package easel.common.message;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import easel.common.id.AccountId;
import easel.common.id.JobId;
import easel.common.id.QueueId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What workers say on the exchange `replies`. Times are for reading; nothing is decided by them.
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "reply")
public sealed interface Reply {
  /// A sign of a job's life. Repeats and late ones are normal: readers only go forwards.
  @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "reply")
  sealed interface JobReply extends Reply {
    JobId job();

    Instant at();
  }

  /// The job is claimed for this account; it waits for its send to begin.
  record Claimed(JobId job, Instant at, AccountId account) implements JobReply {}

  /// The send has begun: from here the job may be at Discord.
  record Sending(JobId job, Instant at, AccountId account) implements JobReply {}

  /// Discord took the command.
  record Sent(JobId job, Instant at, AccountId account) implements JobReply {}

  /// @param percent 0 to 100; 0 is the first sign
  /// @param preview Discord's link to the unfinished picture
  record Progress(
      JobId job,
      Instant at,
      AccountId account,
      int percent,
      @Nullable DiscordMessage message,
      @Nullable String preview)
      implements JobReply {}

  /// @param account where it ran, null if it was never claimed for one
  record Ended(JobId job, Instant at, @Nullable AccountId account, JobEnd end)
      implements JobReply {}

  /// Asked about, and no worker has a claim for it: it may be published again.
  record Unclaimed(JobId job, Instant at) implements JobReply {}

  /// Asked to stop, and Midjourney shows no way to: the job runs on.
  record NotStopped(JobId job, Instant at, String detail) implements JobReply {}

  /// What the owner of an account learned of it.
  ///
  /// @param attention why it needs its owner, null unless `NEEDS_ATTENTION`
  /// @param remedy what its owner has to do here, whatever there is to do at Discord; null where
  ///   the trouble ends by itself, or there is none
  /// @param mode in which it draws where a prompt asks for none; null where that is not known
  /// @param info what Midjourney said of it last; null where its owner has not heard it, which
  ///   takes nothing back
  record AccountState(
      AccountId account,
      Instant at,
      Status status,
      @Nullable String attention,
      @Nullable Remedy remedy,
      @Nullable Mode mode,
      @Nullable AccountInfo info)
      implements Reply {
    /// Of an account of which Midjourney has said nothing.
    public AccountState(
        AccountId account,
        Instant at,
        Status status,
        @Nullable String attention,
        @Nullable Remedy remedy,
        @Nullable Mode mode) {
      this(account, at, status, attention, remedy, mode, null);
    }

    /// After what an account in trouble is tried again.
    public enum Remedy {
      /// After its owner has asked for it: only a send tells whether the trouble is over.
      CHECK_AGAIN,
      /// Only with a new token.
      NEW_TOKEN
    }

    /// What Midjourney answers to `/info`, word for word; null what it does not say.
    ///
    /// @param at when it was heard: of two answers the later holds
    public record AccountInfo(
        @Nullable String subscription, @Nullable String fastTimeRemaining, Instant at) {}

    /// How fast Midjourney draws, and at what price: relaxed, few jobs run at once.
    public enum Mode {
      FAST,
      RELAX,
      TURBO
    }

    /// Whether the account can take jobs now.
    public enum Status {
      CONNECTING,
      READY,
      NEEDS_ATTENTION
    }
  }

  /// A place is free again: the dispatcher of that pool may look at its heads.
  record PlaceFreed(JobId job, QueueId queue, AccountId account) implements Reply {}
}
