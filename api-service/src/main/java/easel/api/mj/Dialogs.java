package easel.api.mj;

import easel.api.customer.Customer;
import easel.api.http.Problem;
import easel.api.job.ButtonName;
import easel.api.job.Dialect;
import easel.api.job.Envelope;
import easel.api.job.IdempotencyKey;
import easel.api.job.Job;
import easel.api.job.Jobs;
import easel.api.job.Submissions;
import easel.api.upload.GivenPicture;
import easel.common.id.JobId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/// What this dialect asks for in two calls: a button that opens a dialog, and what is entered
/// there. Nothing is accepted before the second; the task has the id that the first one told.
@Service
class Dialogs {
  private final DialogRows rows;
  private final Jobs jobs;
  private final Submissions submissions;
  private final Tasks tasks;

  Dialogs(DialogRows rows, Jobs jobs, Submissions submissions, Tasks tasks) {
    this.rows = rows;
    this.jobs = jobs;
    this.submissions = submissions;
    this.tasks = tasks;
  }

  SubmitResult open(Customer customer, Job pressed, ButtonName.CustomId button, Envelope envelope) {
    var id = jobs.newId();
    rows.add(customer.id(), id, pressed.id(), button.id(), envelope.ref(), envelope.webhook());
    var prompt = pressed.prompt();
    return SubmitResult.asksFirst(id, prompt == null ? "" : prompt);
  }

  /// Submits what was entered. Sent again it is the same task.
  ///
  /// @param everything that was entered
  /// @throws Problem if it is not accepted: it may be entered once more
  Job fillIn(
      Customer customer,
      String task,
      @Nullable String prompt,
      @Nullable GivenPicture mask,
      Object everything) {
    var dialog =
        Jobs.jobId(task)
            .flatMap(id -> rows.find(customer.id(), id))
            .orElseThrow(() -> none(customer, task));
    if (dialog.cancelledAt() != null) {
      throw cancelled();
    }
    var pressed =
        jobs.find(customer, dialog.pressed().toString())
            .orElseThrow(() -> Problem.notFound("task"));
    var envelope =
        new Envelope(
            Dialect.MJ,
            dialog.state(),
            dialog.notifyHook(),
            IdempotencyKey.of("modal-" + dialog.id(), everything),
            dialog.id(),
            null);
    var job =
        submissions.press(
            customer,
            pressed,
            new ButtonName.CustomId(dialog.customId()),
            prompt == null || prompt.isBlank() ? null : prompt,
            mask,
            envelope);
    // It may have been cancelled at that very moment.
    return isCancelled(customer, job.id()) ? jobs.cancel(customer, task) : job;
  }

  /// Has a task that waits for its dialog never be filled in.
  ///
  /// @return the task as it stands then; empty where there is none
  /// @throws Problem if it has been cancelled already
  Optional<Task> cancel(Customer customer, String task) {
    var id = Jobs.jobId(task);
    if (id.isEmpty() || rows.find(customer.id(), id.get()).isEmpty()) {
      return Optional.empty();
    }
    var isNews = rows.cancel(customer.id(), id.get());
    // It may have been filled in at that very moment.
    if (jobs.find(customer, task).isPresent()) {
      return Optional.of(tasks.of(jobs.cancel(customer, task)));
    }
    if (!isNews) {
      throw cancelled();
    }
    return notFilledIn(customer, task);
  }

  private boolean isCancelled(Customer customer, JobId id) {
    return rows.find(customer.id(), id).filter(dialog -> dialog.cancelledAt() != null).isPresent();
  }

  private static Problem cancelled() {
    return Problem.conflict("already-ended", "This job has ended already: CANCELLED.");
  }

  private Problem none(Customer customer, String task) {
    return jobs.find(customer, task).isEmpty()
        ? Problem.notFound("task")
        : Problem.conflict("no-dialog", "This task does not wait for a dialog.");
  }

  /// The task that waits for its dialog, or was cancelled before that was filled in.
  Optional<Task> notFilledIn(Customer customer, String id) {
    return notFilledIn(customer, List.of(id)).stream().findFirst();
  }

  /// Those of them that wait for their dialogs, or were cancelled before those were filled in.
  List<Task> notFilledIn(Customer customer, Collection<String> ids) {
    var known = ids.stream().flatMap(id -> Jobs.jobId(id).stream()).distinct().toList();
    return rows.open(customer.id(), known).stream()
        .flatMap(
            dialog ->
                jobs.find(customer, dialog.pressed().toString()).stream()
                    .map(pressed -> Task.of(dialog, pressed)))
        .toList();
  }
}
