package easel.api.board;

import easel.api.board.BoardRows.DoneJob;
import easel.api.page.Moment;
import easel.api.page.Span;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A queue as its card on a board shows it, in parts that are told one by one. Nothing in it
/// depends on the moment at which it is looked at: parts that are equal look the same.
record Card(String queue, Head head, Slots slots, Waiting waiting) {
  private static final int LONGEST_PROMPT = 200;
  private static final int MOST_FREE = 12;

  /// @param customer the name of whose it is, null on the customer's own board
  /// @param state why the queue does not go on by itself, null if it does
  /// @param expected how long a new job would wait, null if that is not known
  record Head(
      String queue,
      String name,
      @Nullable String customer,
      @Nullable String state,
      boolean paused,
      int running,
      int limit,
      int waiting,
      @Nullable String expected) {
    /// Where its button is sent to.
    public String action() {
      return "/board/queues/%s/%s".formatted(queue, paused ? "resume" : "pause");
    }

    public String cancelling() {
      return "/board/queues/%s/cancel".formatted(queue);
    }
  }

  /// @param free those without a job, by their numbers
  record Slots(String queue, List<Slot> taken, List<Integer> free) {}

  /// @param link to the job, for who sees the card
  record Slot(
      UUID job,
      String link,
      @Nullable String account,
      int progress,
      @Nullable String preview,
      String prompt,
      @Nullable Moment since) {}

  /// @param more how many are not among the first
  record Waiting(String queue, List<WaitingJob> first, int more) {}

  record WaitingJob(UUID job, String link, int position, String prompt, Moment since) {}

  /// What was done last, newest first.
  record Done(List<DoneTile> jobs) {
    static Done of(List<DoneJob> jobs) {
      return new Done(jobs.stream().map(DoneTile::of).toList());
    }
  }

  /// @param thumbnail null where a text is the result
  record DoneTile(
      UUID job, String link, String prompt, @Nullable String thumbnail, Moment finished) {
    static DoneTile of(DoneJob job) {
      var picture = job.picture();
      return new DoneTile(
          job.job(),
          Card.link(job.job(), true),
          shown(job.prompt()),
          picture == null ? null : "/pictures/" + picture + "?width=256",
          Moment.of(job.finishedAt()));
    }
  }

  /// As its customer sees it.
  static Card ofCustomer(QueueNow queue) {
    return of(queue, true);
  }

  /// As the operator sees it: with the customer's name, without what only the customer may do.
  static Card ofOperator(QueueNow queue) {
    return of(queue, false);
  }

  private static Card of(QueueNow queue, boolean own) {
    var id = queue.id();
    var running = queue.running().size();
    return new Card(
        id,
        new Head(
            id,
            name(queue),
            own ? null : queue.customer(),
            queue.trouble(),
            queue.paused(),
            running,
            queue.limit(),
            queue.waitingCount(),
            expected(queue.expectedWaitSeconds())),
        new Slots(
            id,
            queue.running().stream().map(job -> slot(job, own)).toList(),
            IntStream.rangeClosed(running + 1, Math.min(queue.limit(), running + MOST_FREE))
                .boxed()
                .toList()),
        new Waiting(
            id,
            queue.waiting().stream().map(job -> waiting(job, own)).toList(),
            queue.waitingCount() - queue.waiting().size()));
  }

  private static Slot slot(QueueNow.Running job, boolean own) {
    return new Slot(
        job.job(),
        link(job.job(), own),
        job.accountLabel(),
        job.progress(),
        own && job.preview() != null
            ? "/board/previews/%s?n=%d".formatted(job.job(), job.progress())
            : null,
        shown(job.prompt()),
        Moment.orNull(job.sentAt()));
  }

  private static WaitingJob waiting(QueueNow.Waiting job, boolean own) {
    return new WaitingJob(
        job.job(),
        link(job.job(), own),
        job.position(),
        shown(job.prompt()),
        Moment.of(job.createdAt()));
  }

  private static String name(QueueNow queue) {
    var label = queue.label();
    return label == null ? "All accounts" : label;
  }

  private static String link(UUID job, boolean own) {
    return (own ? "/jobs/" : "/operator/jobs/") + job;
  }

  private static String shown(@Nullable String prompt) {
    if (prompt == null || prompt.isBlank()) {
      return "(no prompt)";
    }
    if (prompt.length() <= LONGEST_PROMPT) {
      return prompt;
    }
    var end = Character.isHighSurrogate(prompt.charAt(LONGEST_PROMPT - 1)) ? 1 : 0;
    return prompt.substring(0, LONGEST_PROMPT - end) + "…";
  }

  static @Nullable String expected(@Nullable Long seconds) {
    if (seconds == null) {
      return null;
    }
    if (seconds == 0) {
      return "A new job starts at once.";
    }
    return "A new job would wait about %s.".formatted(Span.rough(Duration.ofSeconds(seconds)));
  }
}
