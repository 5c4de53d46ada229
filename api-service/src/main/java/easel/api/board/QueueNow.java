package easel.api.board;

import easel.api.queue.Outlook;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A queue as it is at this moment.
///
/// @param customer the name of whose it is
/// @param label of the account whose queue it is, null for a customer's one queue
/// @param trouble why that account takes no jobs, null if it does
/// @param limit the most of its jobs at once
/// @param slots of all usable accounts that serve it
/// @param free those of them that no job of any queue has
/// @param waiting in order; the first ones, where there are many
/// @param waitingCount all of them
/// @param oldestWaitSeconds how long the first has waited, null if none waits
/// @param duration of one job in seconds, null if none was done yet
record QueueNow(
    String id,
    String customer,
    @Nullable String label,
    @Nullable String trouble,
    int limit,
    int slots,
    int free,
    boolean paused,
    List<Running> running,
    List<Waiting> waiting,
    int waitingCount,
    @Nullable Long oldestWaitSeconds,
    @Nullable Double duration) {
  QueueNow {
    running = List.copyOf(running);
    waiting = List.copyOf(waiting);
  }

  /// @param preview where Discord has its picture as far as it is drawn
  record Running(
      UUID job,
      long account,
      @Nullable String accountLabel,
      int progress,
      @Nullable String preview,
      @Nullable String prompt,
      @Nullable Instant sentAt) {}

  /// @param position in its queue, from 1
  record Waiting(UUID job, int position, @Nullable String prompt, Instant createdAt) {}

  /// How long a new job would wait; null if that is not known, or nobody can tell when the queue
  /// goes on.
  @Nullable Long expectedWaitSeconds() {
    return Outlook.of(paused, limit, running.size(), slots, free, waitingCount)
        .expectedWait(duration);
  }
}
