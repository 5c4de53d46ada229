package easel.api.job;

import easel.api.customer.Customer;
import easel.api.digest.Sha256;
import easel.api.http.Refuses;
import easel.api.job.JobController.Submitted;
import easel.api.upload.GivenPicture;
import easel.api.upload.GivenPicture.Linked;
import easel.api.upload.PictureField;
import easel.common.message.Command.Blend;
import easel.common.message.Command.Dimensions;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The first dialect's calls for describe, blend and shorten.
@Tag(name = "jobs")
@RestController
@RequestMapping("/api/v1/midjourney")
class OperationController {
  private static final String REF_TOO_LONG = "ref must not exceed 1000 characters.";
  private static final String WEBHOOK_TOO_LONG = "webhookOverride must not exceed 2000 characters.";

  record Describe(
      @Schema(
              description = "Where the picture is; or `base64`.",
              maxLength = GivenPicture.Linked.LONGEST)
          @Nullable String url,
      @Schema(description = "The picture itself, PNG, JPEG, WebP or GIF; or `url`.")
          @Nullable String base64,
      @Nullable @Size(max = 1000, message = REF_TOO_LONG) String ref,
      @Nullable @Size(max = 2000, message = WEBHOOK_TOO_LONG) String webhookOverride) {
    /// All that it asks for, without the picture's megabytes.
    @Override
    public String toString() {
      return "Describe[url=%s, base64=%s, ref=%s, webhookOverride=%s]"
          .formatted(url, base64 == null ? null : Sha256.of(base64).hex(), ref, webhookOverride);
    }
  }

  record BlendRequest(
      @ArraySchema(
              minItems = Blend.FEWEST,
              maxItems = Blend.MOST,
              arraySchema = @Schema(description = "Where the pictures are; or `base64Array`."))
          @Nullable List<@Nullable String> urls,
      @ArraySchema(
              minItems = Blend.FEWEST,
              maxItems = Blend.MOST,
              arraySchema = @Schema(description = PictureField.BASE64 + " Or `urls`."))
          @Nullable List<@Nullable String> base64Array,
      @Schema(implementation = Dimensions.class) @Nullable String dimensions,
      @Nullable @Size(max = 1000, message = REF_TOO_LONG) String ref,
      @Nullable @Size(max = 2000, message = WEBHOOK_TOO_LONG) String webhookOverride) {
    /// All that it asks for, without the pictures' megabytes. Without any in Base64 it reads as it
    /// did before there were such, so that a repeat across an update is still the same request.
    @Override
    public String toString() {
      return "BlendRequest[urls=%s, dimensions=%s, ref=%s, webhookOverride=%s%s]"
          .formatted(urls, dimensions, ref, webhookOverride, PictureField.digests(base64Array));
    }
  }

  record Shorten(
      @Schema(
              requiredMode = RequiredMode.REQUIRED,
              maxLength = 6_000,
              example = "a red fox --ar 3:2")
          @NotBlank(message = "Prompt is required.")
          @Nullable String prompt,
      @Nullable @Size(max = 1000, message = REF_TOO_LONG) String ref,
      @Nullable @Size(max = 2000, message = WEBHOOK_TOO_LONG) String webhookOverride) {}

  private final Submissions submissions;
  private final WebhookAddresses webhooks;

  OperationController(Submissions submissions, WebhookAddresses webhooks) {
    this.submissions = submissions;
    this.webhooks = webhooks;
  }

  @PostMapping("/describe")
  @Refuses(HttpStatus.CONFLICT)
  Submitted describe(
      @Parameter(hidden = true) Customer customer,
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key,
      @Valid @RequestBody Describe body) {
    var picture = GivenPicture.either("url", body.url(), "base64", body.base64());
    var envelope = envelope(body.ref(), body.webhookOverride(), IdempotencyKey.of(key, body));
    return Submitted.of(submissions.describe(customer, picture, envelope));
  }

  @PostMapping("/blend")
  @Refuses(HttpStatus.CONFLICT)
  Submitted blend(
      @Parameter(hidden = true) Customer customer,
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key,
      @Valid @RequestBody BlendRequest body) {
    var urls = new PictureField("urls", Linked.list("urls", body.urls()));
    var pictures = PictureField.either(urls, PictureField.ofBase64(body.base64Array()));
    var envelope = envelope(body.ref(), body.webhookOverride(), IdempotencyKey.of(key, body));
    return Submitted.of(submissions.blend(customer, pictures, body.dimensions(), envelope));
  }

  @PostMapping("/shorten")
  @Refuses({HttpStatus.CONFLICT, HttpStatus.UNPROCESSABLE_CONTENT})
  Submitted shorten(
      @Parameter(hidden = true) Customer customer,
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key,
      @Valid @RequestBody Shorten body) {
    var envelope = envelope(body.ref(), body.webhookOverride(), IdempotencyKey.of(key, body));
    return Submitted.of(submissions.shorten(customer, body.prompt(), envelope));
  }

  private Envelope envelope(
      @Nullable String ref, @Nullable String webhook, @Nullable IdempotencyKey key) {
    return new Envelope(Dialect.V1, ref, webhooks.of("webhookOverride", webhook), key);
  }
}
