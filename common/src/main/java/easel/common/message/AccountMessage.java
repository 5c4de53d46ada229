package easel.common.message;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import easel.common.id.AccountId;
import easel.common.id.JobId;
import easel.common.id.QueueId;

/// What arrives on `discord.<n>` for the worker that owns that partition of accounts.
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
public sealed interface AccountMessage {
  /// A job has its places and is now this account's.
  record HandOver(LaneJob job, AccountId account) implements AccountMessage {}

  /// Somebody asks about a job, or for its end; also what `discord.ask` carries, for any worker.
  @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
  sealed interface Ask extends AccountMessage {
    JobId job();

    QueueId queue();
  }

  /// Say again what is known of the job: its state, its end, or that there is no claim.
  record Tell(JobId job, QueueId queue) implements Ask {}

  /// End the job so, if nobody has begun to send it; ask Midjourney to stop it where that is
  /// possible; else say what it is. The answer is the job's next event.
  record End(JobId job, QueueId queue, JobEnd end) implements Ask {}

  /// Nothing but a sign that what is put into the queue comes out of it: acknowledged, and no more.
  record Probe() implements AccountMessage {}
}
