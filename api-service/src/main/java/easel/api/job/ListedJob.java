package easel.api.job;

import easel.api.job.JobPage.Badge;
import easel.api.page.Moment;
import org.jspecify.annotations.Nullable;

/// A job in the gallery and in the table.
///
/// @param title its prompt, or what it is where it has none
record ListedJob(
    String id,
    Badge badge,
    String operation,
    String title,
    @Nullable String picture,
    int progress,
    boolean running,
    @Nullable String account,
    @Nullable String ref,
    @Nullable String reason,
    Moment created) {
  static ListedJob of(Job job) {
    var operation = Operation.of(job.command()).label();
    var prompt = job.prompt();
    var reason = job.reason();
    return new ListedJob(
        job.id().toString(),
        Badge.of(job.status()),
        operation,
        prompt == null ? operation : prompt,
        job.picture(),
        job.progress(),
        job.status() == Status.PROCESSING,
        job.accountLabel(),
        job.ref(),
        reason == null ? null : reason.name(),
        Moment.of(job.createdAt()));
  }
}
