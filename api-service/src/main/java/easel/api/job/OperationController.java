package easel.api.job;

import easel.api.customer.Customer;
import easel.api.digest.Sha256;
import easel.api.http.FieldErrors;
import easel.api.http.Problem;
import easel.api.job.JobController.Submitted;
import easel.api.upload.GivenPictures;
import easel.common.message.Command;
import easel.common.message.Command.Blend;
import easel.common.message.Command.Dimensions;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The first dialect's calls for describe, blend and shorten.
@RestController
@RequestMapping("/api/v1/midjourney")
class OperationController {
  private static final int LONGEST_LINK = 2_000;
  private static final String REF_TOO_LONG = "ref must not exceed 1000 characters.";
  private static final String WEBHOOK_TOO_LONG = "webhookOverride must not exceed 2000 characters.";

  record Describe(
      @Nullable String url,
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
      @Nullable List<@Nullable String> urls,
      @Nullable String dimensions,
      @Nullable @Size(max = 1000, message = REF_TOO_LONG) String ref,
      @Nullable @Size(max = 2000, message = WEBHOOK_TOO_LONG) String webhookOverride) {}

  record Shorten(
      @Nullable String prompt,
      @Nullable @Size(max = 1000, message = REF_TOO_LONG) String ref,
      @Nullable @Size(max = 2000, message = WEBHOOK_TOO_LONG) String webhookOverride) {}

  private final Acceptance acceptance;
  private final GivenPictures pictures;
  private final WebhookAddresses webhooks;

  OperationController(Acceptance acceptance, GivenPictures pictures, WebhookAddresses webhooks) {
    this.acceptance = acceptance;
    this.pictures = pictures;
    this.webhooks = webhooks;
  }

  @PostMapping("/describe")
  Submitted describe(
      @Parameter(hidden = true) Customer customer,
      @RequestHeader(name = JobController.IDEMPOTENCY_KEY, required = false) @Nullable String key,
      @Valid @RequestBody Describe body) {
    var url = body.url();
    var base64 = body.base64();
    requireOne(url, base64);
    var envelope = envelope(body.ref(), body.webhookOverride(), IdempotencyKey.of(key, "" + body));
    if (url != null && !url.isBlank()) {
      var command = new Command.Describe(link("url", url).toString(), null);
      var job = new NewJob(command, null, envelope, null, null);
      return Submitted.of(acceptance.accept(customer, job, envelope.key()));
    }
    var picture = base64 == null ? "" : base64;
    return Submitted.of(
        acceptance.accept(
            customer,
            () -> {
              var command = new Command.Describe(null, pictures.keep("base64", picture));
              return new NewJob(command, null, envelope, null, null);
            },
            envelope.key()));
  }

  @PostMapping("/blend")
  Submitted blend(
      @Parameter(hidden = true) Customer customer,
      @RequestHeader(name = JobController.IDEMPOTENCY_KEY, required = false) @Nullable String key,
      @Valid @RequestBody BlendRequest body) {
    var links = links(body.urls());
    var dimensions = dimensions(body.dimensions());
    var envelope = envelope(body.ref(), body.webhookOverride(), IdempotencyKey.of(key, "" + body));
    return Submitted.of(
        acceptance.accept(
            customer,
            () ->
                new NewJob(
                    new Blend(pictures.fetch("urls", links), dimensions),
                    null,
                    envelope,
                    null,
                    null),
            envelope.key()));
  }

  @PostMapping("/shorten")
  Submitted shorten(
      @Parameter(hidden = true) Customer customer,
      @RequestHeader(name = JobController.IDEMPOTENCY_KEY, required = false) @Nullable String key,
      @Valid @RequestBody Shorten body) {
    var prompt = Prompt.ofWords(body.prompt());
    var envelope = envelope(body.ref(), body.webhookOverride(), IdempotencyKey.of(key, "" + body));
    var job = new NewJob(new Command.Shorten(prompt), prompt, envelope, null, null);
    return Submitted.of(acceptance.accept(customer, job, envelope.key()));
  }

  private Envelope envelope(
      @Nullable String ref, @Nullable String webhook, @Nullable IdempotencyKey key) {
    return new Envelope(Dialect.V1, ref, webhooks.of("webhookOverride", webhook), key);
  }

  private static void requireOne(@Nullable String url, @Nullable String base64) {
    boolean named = url != null && !url.isBlank();
    boolean given = base64 != null && !base64.isBlank();
    if (named == given) {
      var detail =
          named ? "Give either url or base64, not both." : "Either url or base64 is required.";
      var errors = new FieldErrors();
      errors.invalid("url", detail);
      errors.invalid("base64", detail);
      errors.throwIfAny();
    }
  }

  private static List<URI> links(@Nullable List<@Nullable String> urls) {
    int count = urls == null ? 0 : urls.size();
    if (urls == null || count < Blend.FEWEST || count > Blend.MOST) {
      throw Problem.invalid(
          "urls",
          "invalid-urls",
          "urls must name %d to %d pictures, got %d.".formatted(Blend.FEWEST, Blend.MOST, count));
    }
    var links = new ArrayList<URI>();
    for (int i = 0; i < count; i++) {
      var url = urls.get(i);
      links.add(link("urls[%d]".formatted(i), url == null ? "" : url));
    }
    if (new HashSet<>(links).size() < count) {
      throw Problem.invalid(
          "urls",
          "duplicate-pictures",
          "urls must name different pictures: Midjourney blends those.");
    }
    return links;
  }

  private static URI link(String field, String given) {
    var text = given.strip();
    try {
      var url = new URI(text);
      var scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
      if (text.length() <= LONGEST_LINK
          && url.getHost() != null
          && (scheme.equals("https") || scheme.equals("http"))) {
        return url;
      }
    } catch (URISyntaxException _) {
      // answered below
    }
    throw Problem.invalid(
        field,
        "invalid-link",
        "%s must be an absolute http or https URL of at most %d characters."
            .formatted(field, LONGEST_LINK));
  }

  private static @Nullable Dimensions dimensions(@Nullable String given) {
    if (given == null || given.isBlank()) {
      return null;
    }
    try {
      return Dimensions.valueOf(given.strip().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException _) {
      throw Problem.invalid(
          "dimensions", "invalid-dimensions", "dimensions must be PORTRAIT, SQUARE or LANDSCAPE.");
    }
  }
}
