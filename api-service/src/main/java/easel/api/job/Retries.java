package easel.api.job;

import easel.api.customer.Customer;
import easel.api.http.Problem;
import easel.api.upload.GivenPicture;
import easel.api.upload.PictureField;
import easel.api.upload.Uploads;
import easel.common.id.JobId;
import easel.common.message.Command;
import easel.common.message.Upload;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;

/// Submits jobs again that did not come to what they were to: as new jobs, with what the old ones
/// were asked for with. Who asks twice gets the same new job. Pictures that a job was given go to
/// the new one.
@Service
class Retries {
  /// Whoever is in another state runs, or has what it was to come to.
  static final Set<Status> STATES = Set.copyOf(EnumSet.of(Status.FAIL, Status.CANCELLED));

  private static final String PICTURES = "pictures";

  /// What became of many.
  ///
  /// @param refusal why the first was refused that was, null if none was
  record Outcome(int submitted, int refused, @Nullable String refusal) {}

  /// Whether one can be submitted again.
  ///
  /// @param note until when, or why not; null if there is nothing to say
  record Offer(boolean possible, @Nullable String note) {}

  private final Submissions submissions;
  private final Jobs jobs;
  private final RetryRows rows;
  private final Uploads uploads;

  Retries(Submissions submissions, Jobs jobs, RetryRows rows, Uploads uploads) {
    this.submissions = submissions;
    this.jobs = jobs;
    this.rows = rows;
    this.uploads = uploads;
  }

  Offer offer(Job job) {
    var ended = job.finishedAt();
    if (!STATES.contains(job.status()) || ended == null) {
      return new Offer(false, null);
    }
    var given = job.command().kept();
    if (given.isEmpty()) {
      return new Offer(true, null);
    }
    var until = TimeText.of(ended.plus(uploads.retention())).text();
    if (uploads.areHeld(job.id(), given)) {
      return new Offer(
          true, "The pictures that it was given are kept for a retry until %s.".formatted(until));
    }
    return retried(job).isPresent()
        ? new Offer(false, "The pictures that it was given went to the job that follows it.")
        : new Offer(
            false,
            "It cannot be retried any more: the pictures that it was given are deleted; they were"
                + " kept until %s at most. Submit it with them once more.".formatted(until));
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
    return submit(customer, job);
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
        new Envelope(
            job.dialect(),
            job.ref(),
            asked.webhook(),
            IdempotencyKey.of(same, same),
            null,
            job.id());
    return switch (job.command()) {
      case Command.Imagine(var prompt, var pictures) -> {
        var pinned = asked.pinned();
        yield submissions.imagine(
            customer,
            prompt,
            given(job, pictures),
            pinned == null ? null : (Long) pinned.value(),
            envelope);
      }
      case Command.Press press -> {
        var mask = press.mask();
        yield submissions.press(
            customer,
            jobs.require(customer, press.originating().toString()),
            new ButtonName.CustomId(press.customId()),
            press.prompt(),
            mask == null ? null : given(job, mask),
            envelope);
      }
      case Command.Describe(var link, _) when link != null ->
          submissions.describe(customer, GivenPicture.Linked.of("url", link), envelope);
      case Command.Describe(_, var picture) ->
          submissions.describe(customer, given(job, Objects.requireNonNull(picture)), envelope);
      case Command.Blend(var pictures, var dimensions) ->
          submissions.blend(
              customer,
              given(job, pictures),
              dimensions == null ? null : dimensions.name(),
              envelope);
      case Command.Shorten(var prompt) -> submissions.shorten(customer, prompt, envelope);
    };
  }

  private static PictureField given(Job job, List<Upload> pictures) {
    return new PictureField(
        PICTURES, pictures.stream().map(picture -> given(job, picture)).toList());
  }

  private static GivenPicture given(Job job, Upload picture) {
    return new GivenPicture.Held(PICTURES, picture, job.id());
  }
}
