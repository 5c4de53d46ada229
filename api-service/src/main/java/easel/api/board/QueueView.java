package easel.api.board;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A queue as its customer sees it.
///
/// @param label of the account whose queue it is, null for a customer's one queue
/// @param limit the most of its jobs at once
/// @param waiting in order; the first ones, where there are many
/// @param waitingCount all of them
/// @param oldestWaitSeconds how long the first has waited, null if none waits
/// @param expectedWaitSeconds how long a new job would wait, from the last jobs' durations; null if
///   that is not known: no job has ended yet, or the queue is paused
record QueueView(
    String id,
    @Nullable String label,
    int limit,
    boolean paused,
    List<RunningJob> running,
    List<WaitingJob> waiting,
    int waitingCount,
    @Nullable Long oldestWaitSeconds,
    @Nullable Long expectedWaitSeconds) {

  record AccountRef(long id, @Nullable String label) {}

  record RunningJob(
      UUID messageId,
      AccountRef account,
      int progress,
      @Nullable String prompt,
      @Nullable Instant sentAt) {
    static RunningJob of(QueueNow.Running job) {
      return new RunningJob(
          job.job(),
          new AccountRef(job.account(), job.accountLabel()),
          job.progress(),
          job.prompt(),
          job.sentAt());
    }
  }

  record WaitingJob(UUID messageId, int position, @Nullable String prompt, Instant createdAt) {
    static WaitingJob of(QueueNow.Waiting job) {
      return new WaitingJob(job.job(), job.position(), job.prompt(), job.createdAt());
    }
  }

  static QueueView of(QueueNow queue) {
    return new QueueView(
        queue.id(),
        queue.label(),
        queue.limit(),
        queue.paused(),
        queue.running().stream().map(RunningJob::of).toList(),
        queue.waiting().stream().map(WaitingJob::of).toList(),
        queue.waitingCount(),
        queue.oldestWaitSeconds(),
        queue.expectedWaitSeconds());
  }
}
