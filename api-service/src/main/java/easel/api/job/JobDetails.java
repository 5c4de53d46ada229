package easel.api.job;

import easel.api.customer.Customer;
import easel.api.job.JobPage.Badge;
import easel.api.job.JobPage.Failure;
import easel.api.page.Moment;
import easel.common.id.JobId;
import easel.common.message.Command;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Puts together what the page of one job shows.
@Component
class JobDetails {
  private final Jobs jobs;
  private final WaitRows waits;
  private final Retries retries;
  private final JobNews news;

  JobDetails(Jobs jobs, WaitRows waits, Retries retries, JobNews news) {
    this.jobs = jobs;
    this.waits = waits;
    this.retries = retries;
    this.news = news;
  }

  JobPage of(Customer customer, Job job) {
    var steps = jobs.trace(customer, job.id().toString());
    var prompt = job.prompt();
    var reason = job.reason();
    return new JobPage(
        job.id().toString(),
        Badge.of(job.status()),
        job.status().hasEnded(),
        job.progress(),
        Operation.of(job.command()).label(),
        job.command() instanceof Command.Press press ? press.label() : null,
        prompt == null ? null : JobPage.textOf(prompt),
        prompt == null ? List.of() : JobPage.parametersOf(prompt),
        job.status() == Status.PROCESSING ? job.preview() : null,
        job.status() == Status.QUEUED
            ? waits.of(job.id()).map(WaitReason::sentence).orElse(null)
            : null,
        reason == null ? null : Failure.of(reason, job.error()),
        JobPage.sentOf(job),
        Moment.of(job.createdAt()),
        JobPage.took(job),
        Timeline.of(steps, news.of(customer.id(), job.id()), job.status()),
        steps.stream().map(JobPage.Raw::of).toList(),
        text(job.originating()),
        text(retries.retried(job).orElse(null)),
        text(retries.retryOf(job).orElse(null)),
        retries.offer(job),
        job.offersDialogs() ? jobs.dialogs(job) : Dialogs.NONE);
  }

  private static @Nullable String text(@Nullable JobId id) {
    return id == null ? null : id.toString();
  }
}
