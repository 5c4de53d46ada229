package easel.api.job;

import easel.api.customer.Customer;
import easel.api.http.Problem;
import easel.api.upload.GivenPicture;
import easel.api.upload.PictureField;
import easel.common.id.JobId;
import easel.common.message.Command;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;

/// Submits jobs again that did not come to what they were to: as new jobs, with what the old ones
/// were asked for with. Who asks twice gets the same new job.
@Service
class Retries {
  /// Whoever is in another state runs, or has what it was to come to.
  static final Set<Status> STATES = Set.copyOf(EnumSet.of(Status.FAIL, Status.CANCELLED));

  /// What became of many.
  ///
  /// @param refusal why the first was refused that was, null if none was
  record Outcome(int submitted, int refused, @Nullable String refusal) {}

  private final Submissions submissions;
  private final Jobs jobs;
  private final RetryRows rows;

  Retries(Submissions submissions, Jobs jobs, RetryRows rows) {
    this.submissions = submissions;
    this.jobs = jobs;
    this.rows = rows;
  }

  /// As which job this one was submitted again.
  Optional<JobId> retried(Job job) {
    return rows.retried(job.id());
  }

  /// Which job this one is again.
  Optional<JobId> retryOf(Job job) {
    return rows.retryOf(job.id());
  }

  /// @return the new job
  /// @throws Problem if it cannot be submitted again
  Job retry(Customer customer, Job job) {
    if (!STATES.contains(job.status())) {
      throw Problem.conflict(
          "not-failed",
          "Only a job that failed or was cancelled is submitted again; this one is %s."
              .formatted(job.status()));
    }
    var again = submit(customer, job);
    rows.note(job.id(), again.id());
    return again;
  }

  /// Submits all of them again that can be.
  Outcome retryAll(Customer customer, Collection<JobId> ids) {
    var submitted = 0;
    var refused = 0;
    String refusal = null;
    // Oldest first, so that they come in the order in which they came before.
    var found = jobs.find(customer, ids.stream().map(JobId::toString).toList());
    for (var job : found.reversed()) {
      try {
        var _ = retry(customer, job);
        submitted++;
      } catch (Problem problem) {
        if (problem.status() == HttpStatus.SERVICE_UNAVAILABLE) {
          throw problem;
        }
        refused++;
        refusal = refusal == null ? problem.detail() : refusal;
      }
    }
    return new Outcome(submitted, refused, refusal);
  }

  private Job submit(Customer customer, Job job) {
    var asked = rows.asked(job.id());
    var same = "retry of " + job.id();
    var envelope =
        new Envelope(job.dialect(), job.ref(), asked.webhook(), IdempotencyKey.of(same, same));
    return switch (job.command()) {
      case Command.Imagine(var prompt, var pictures) when pictures.isEmpty() -> {
        var pinned = asked.pinned();
        yield submissions.imagine(
            customer,
            prompt,
            PictureField.NONE,
            pinned == null ? null : (Long) pinned.value(),
            envelope);
      }
      case Command.Press press when press.mask() == null ->
          submissions.press(
              customer,
              jobs.require(customer, press.originating().toString()),
              new ButtonName.CustomId(press.customId()),
              press.prompt(),
              null,
              envelope);
      case Command.Describe(var link, _) when link != null ->
          submissions.describe(customer, GivenPicture.Linked.of("url", link), envelope);
      case Command.Shorten(var prompt) -> submissions.shorten(customer, prompt, envelope);
      case Command.Imagine _, Command.Press _, Command.Describe _, Command.Blend _ ->
          throw Problem.conflict(
              "pictures-gone",
              "The pictures that this job was given are not kept after its end. Submit it with them"
                  + " once more.");
    };
  }
}
