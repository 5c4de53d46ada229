package easel.api.job;

import easel.api.customer.Customer;
import easel.api.http.Listing;
import easel.api.http.Problem;
import easel.api.http.Refuses;
import easel.api.job.JobView.AccountRef;
import easel.api.job.Jobs.AllAsked;
import easel.api.upload.GivenPicture;
import easel.api.upload.PictureField;
import easel.common.id.JobId;
import easel.common.message.Command;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The first dialect's calls about jobs.
@Tag(name = "jobs")
@RestController
@RequestMapping("/api/v1")
class JobController {
  private static final int LARGEST_PAGE = 100;

  record Imagine(
      @Schema(
              requiredMode = RequiredMode.REQUIRED,
              maxLength = 6_000,
              example = "a red fox --ar 3:2")
          @NotBlank(message = "Prompt is required.")
          @Nullable String prompt,
      @Nullable @Size(max = 1000, message = "ref must not exceed 1000 characters.") String ref,
      @Nullable @Size(max = 2000, message = "webhookOverride must not exceed 2000 characters.")
          String webhookOverride,
      @Schema(description = "The id of a linked account: that one is used.") @Nullable Long account,
      @ArraySchema(
              maxItems = Command.Imagine.MOST_PICTURES,
              arraySchema = @Schema(description = PictureField.BASE64))
          @Nullable List<@Nullable String> base64Array) {
    /// All that it asks for, without the pictures' megabytes. Without pictures it reads as it did
    /// before there were any, so that a repeat across an update is still the same request.
    @Override
    public String toString() {
      return "Imagine[prompt=%s, ref=%s, webhookOverride=%s, account=%s%s]"
          .formatted(prompt, ref, webhookOverride, account, PictureField.digests(base64Array));
    }
  }

  record Press(
      @NotBlank(message = "messageId is required.") String messageId,
      @Schema(description = "As the finished job lists it in `buttons`.", example = "U1")
          @NotBlank(message = "button is required.")
          String button,
      @Nullable String prompt,
      @Schema(
              description =
                  "For Vary (Region): a PNG in Base64 of the picture's size, white where it is drawn anew.")
          @Nullable String mask,
      @Nullable @Size(max = 1000, message = "ref must not exceed 1000 characters.") String ref,
      @Nullable @Size(max = 2000, message = "webhookOverride must not exceed 2000 characters.")
          String webhookOverride) {}

  record Submitted(
      boolean success,
      UUID messageId,
      Instant createdAt,
      String queue,
      @Nullable Integer position,
      @Nullable AccountRef account) {
    static Submitted of(Job job) {
      return new Submitted(
          true,
          job.id().value(),
          job.createdAt(),
          job.queue().value(),
          job.position(),
          AccountRef.of(job.account(), job.accountLabel()));
    }
  }

  private final Submissions submissions;
  private final Jobs jobs;
  private final JobEnds ends;
  private final PublicUrl urls;
  private final WebhookAddresses webhooks;

  JobController(
      Submissions submissions, Jobs jobs, JobEnds ends, PublicUrl urls, WebhookAddresses webhooks) {
    this.submissions = submissions;
    this.jobs = jobs;
    this.ends = ends;
    this.urls = urls;
    this.webhooks = webhooks;
  }

  @PostMapping("/midjourney/imagine")
  @Refuses({HttpStatus.NOT_FOUND, HttpStatus.CONFLICT, HttpStatus.UNPROCESSABLE_CONTENT})
  Submitted imagine(
      @Parameter(hidden = true) Customer customer,
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key,
      @Valid @RequestBody Imagine body) {
    var envelope = envelope(body.ref(), body.webhookOverride(), IdempotencyKey.of(key, body));
    var pictures = PictureField.ofBase64(body.base64Array());
    return Submitted.of(
        submissions.imagine(customer, body.prompt(), pictures, body.account(), envelope));
  }

  @PostMapping("/midjourney/button")
  @Refuses({HttpStatus.NOT_FOUND, HttpStatus.CONFLICT, HttpStatus.UNPROCESSABLE_CONTENT})
  Submitted press(
      @Parameter(hidden = true) Customer customer,
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key,
      @Valid @RequestBody Press body) {
    if (Buttons.isCancel(body.button())) {
      return Submitted.of(jobs.cancel(customer, body.messageId()));
    }
    var pressed = jobs.require(customer, body.messageId());
    var envelope = envelope(body.ref(), body.webhookOverride(), IdempotencyKey.of(key, body));
    return Submitted.of(
        submissions.press(
            customer,
            pressed,
            new ButtonName.Label(body.button()),
            body.prompt(),
            GivenPicture.optional("mask", body.mask()),
            envelope));
  }

  @GetMapping("/midjourney/message/{messageId}")
  ResponseEntity<JobView> one(
      @Parameter(hidden = true) Customer customer,
      @PathVariable String messageId,
      @RequestHeader(name = "Prefer", required = false) @Nullable String prefer) {
    var job = jobs.require(customer, messageId);
    var wait = PreferredWait.of(prefer);
    if (wait == null || !ends.await(job, wait.atMost())) {
      return ResponseEntity.ok(JobView.of(job, urls));
    }
    return ResponseEntity.ok()
        .header("Preference-Applied", wait.applied())
        .body(JobView.of(jobs.require(customer, messageId), urls));
  }

  @DeleteMapping("/midjourney/message/{messageId}")
  @Refuses(HttpStatus.CONFLICT)
  @ResponseStatus(HttpStatus.ACCEPTED)
  JobView cancel(@Parameter(hidden = true) Customer customer, @PathVariable String messageId) {
    return JobView.of(jobs.cancel(customer, messageId), urls);
  }

  @DeleteMapping("/queues/{id}/jobs")
  @ResponseStatus(HttpStatus.ACCEPTED)
  AllAsked cancelAll(@Parameter(hidden = true) Customer customer, @PathVariable String id) {
    return jobs.cancelAll(customer, id);
  }

  @GetMapping("/midjourney/messages")
  Listing<JobView> page(
      @Parameter(hidden = true) Customer customer,
      @RequestParam(required = false) @Nullable Status status,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(defaultValue = "50") int limit) {
    if (limit < 1 || limit > LARGEST_PAGE) {
      throw Problem.invalid("limit", "invalid-limit", "limit must be between 1 and 100.");
    }
    // One more than asked for tells whether there is a next page.
    var found = jobs.page(customer, status, cursor(cursor), limit + 1);
    var items = found.stream().limit(limit).map(job -> JobView.of(job, urls)).toList();
    var next = found.size() > limit ? items.getLast().messageId().toString() : null;
    return new Listing<>(items, next);
  }

  @GetMapping("/message/trace/{messageId}")
  Listing<TraceStep> trace(
      @Parameter(hidden = true) Customer customer, @PathVariable String messageId) {
    return Listing.of(jobs.trace(customer, messageId));
  }

  private static @Nullable JobId cursor(@Nullable String cursor) {
    if (cursor == null || cursor.isEmpty()) {
      return null;
    }
    try {
      return new JobId(UUID.fromString(cursor));
    } catch (IllegalArgumentException _) {
      throw Problem.invalid(
          "cursor", "invalid-cursor", "cursor must be a nextCursor of an earlier answer.");
    }
  }

  private Envelope envelope(
      @Nullable String ref, @Nullable String webhook, @Nullable IdempotencyKey key) {
    return new Envelope(Dialect.V1, ref, webhooks.of("webhookOverride", webhook), key);
  }
}
