package easel.common.slot;

import easel.common.id.JobId;
import easel.common.id.QueueId;

/// Room for one running job, and who asks for it.
public sealed interface Place {
  JobId job();

  record OfQueue(QueueId queue, JobId job) implements Place {}

  /// @param discordUser the account's Discord user id
  record OfAccount(String discordUser, JobId job) implements Place {}
}
