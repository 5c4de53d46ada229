package easel.api.job;

import easel.api.job.JobPage.Badge;
import easel.api.page.Moment;
import org.jspecify.annotations.Nullable;

/// A job in the gallery and in the table.
///
/// @param title its prompt, or what it is where it has none
/// @param picture null where there is none, or a video instead
/// @param preview where its picture is to be had as far as it is drawn, null unless it runs
/// @param waits why it waits, null unless it does
/// @param reason why it failed, null unless it did
/// @param meaning that in words
record ListedJob(
    String id,
    Badge badge,
    String operation,
    String title,
    @Nullable String picture,
    boolean video,
    @Nullable String preview,
    int progress,
    boolean running,
    boolean ended,
    @Nullable String waits,
    @Nullable String account,
    @Nullable String ref,
    @Nullable String reason,
    @Nullable String meaning,
    Moment created) {
  static ListedJob of(Job job, @Nullable WaitReason waits) {
    var operation = Operation.of(job.command()).label();
    var prompt = job.prompt();
    var reason = job.reason();
    var running = job.status() == Status.PROCESSING;
    return new ListedJob(
        job.id().toString(),
        Badge.of(job.status()),
        operation,
        prompt == null ? operation : prompt,
        job.isVideo() ? null : job.picture(),
        job.isVideo(),
        running && job.preview() != null
            ? "/board/previews/%s?n=%d".formatted(job.id(), job.progress())
            : null,
        job.progress(),
        running,
        job.status().hasEnded(),
        waits == null ? null : waits.sentence(),
        job.accountLabel(),
        job.ref(),
        reason == null ? null : reason.name(),
        reason == null ? null : JobPage.meaningOf(reason),
        Moment.of(job.createdAt()));
  }
}
