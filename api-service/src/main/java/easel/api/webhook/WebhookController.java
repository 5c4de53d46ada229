package easel.api.webhook;

import easel.api.customer.Customer;
import easel.api.http.Listing;
import easel.api.http.Problem;
import easel.api.http.Refuses;
import easel.api.outbound.OutboundUrls;
import easel.api.webhook.DeliveryRows.Attempt;
import easel.api.webhook.DeliveryRows.Shown;
import easel.api.webhook.WebhookRows.Webhook;
import easel.common.id.JobId;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The calls about a customer's webhook and its deliveries.
@Tag(name = "webhooks")
@RestController
@RequestMapping("/api/v1")
class WebhookController {
  private static final int LARGEST_PAGE = 100;

  /// Replaces the whole.
  ///
  /// @param url null: only jobs with a webhookOverride are told of
  /// @param events null: the ends
  /// @param rotateSecret makes a new secret; the one until now stays valid for a day
  record WebhookEdit(
      @Nullable String url,
      @ArraySchema(schema = @Schema(allowableValues = {"PROGRESS", "DONE", "FAIL", "CANCELLED"}))
          @Nullable List<@Nullable String> events,
      @Nullable Boolean rotateSecret) {}

  /// @param oldSecretValidUntil null unless an older secret is still valid
  record WebhookView(
      @Nullable String url, List<String> events, @Nullable Instant oldSecretValidUntil) {
    static WebhookView of(@Nullable Webhook webhook) {
      return webhook == null
          ? new WebhookView(null, WebhookChoice.names(WebhookEvent.ENDS), null)
          : new WebhookView(
              webhook.url(), WebhookChoice.names(webhook.events()), webhook.oldSecretUntil());
    }
  }

  /// @param secret shown once; null where it is the one that was shown before
  record ChangedView(
      @Nullable String url,
      List<String> events,
      @Nullable String secret,
      @Nullable Instant oldSecretValidUntil) {
    static ChangedView of(WebhookSettings.Changed changed) {
      var webhook = changed.webhook();
      var secret = changed.secret();
      return new ChangedView(
          webhook.url(),
          WebhookChoice.names(webhook.events()),
          secret == null ? null : secret.text(),
          webhook.oldSecretUntil());
    }
  }

  /// @param id also the header `webhook-id`
  /// @param messageId null for a test
  /// @param nextAttemptAt null once it has ended, and while one is under way
  /// @param attempts oldest first; what a receiver answers with is never kept
  record DeliveryView(
      String id,
      @Nullable UUID messageId,
      WebhookEvent event,
      String url,
      DeliveryStatus status,
      Instant createdAt,
      @Nullable Instant nextAttemptAt,
      @Nullable Instant endedAt,
      List<Attempt> attempts) {
    static DeliveryView of(Shown delivery, List<Attempt> attempts) {
      var job = delivery.job();
      return new DeliveryView(
          delivery.id().toString(),
          job == null ? null : job.value(),
          delivery.event(),
          delivery.url(),
          delivery.status(),
          delivery.createdAt(),
          delivery.nextAttemptAt(),
          delivery.endedAt(),
          attempts);
    }
  }

  private final WebhookSettings settings;
  private final OutboundUrls urls;

  WebhookController(WebhookSettings settings, OutboundUrls urls) {
    this.settings = settings;
    this.urls = urls;
  }

  @GetMapping("/webhook")
  WebhookView webhook(@Parameter(hidden = true) Customer customer) {
    return WebhookView.of(settings.find(customer.id()));
  }

  @PutMapping("/webhook")
  ChangedView change(@Parameter(hidden = true) Customer customer, @RequestBody WebhookEdit body) {
    var choice = WebhookChoice.of(urls, body.url(), body.events());
    var rotate = Boolean.TRUE.equals(body.rotateSecret());
    return ChangedView.of(settings.change(customer.id(), choice, rotate));
  }

  /// Sends a test event to the customer's own URL, once; the list of deliveries shows how it went.
  @PostMapping("/webhook/test")
  @Refuses(HttpStatus.CONFLICT)
  @ResponseStatus(HttpStatus.ACCEPTED)
  DeliveryView test(@Parameter(hidden = true) Customer customer) {
    return view(settings.test(customer.id()));
  }

  @GetMapping("/webhooks/deliveries")
  Listing<DeliveryView> page(
      @Parameter(hidden = true) Customer customer,
      @RequestParam(required = false) @Nullable UUID messageId,
      @RequestParam(required = false) @Nullable DeliveryStatus status,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(defaultValue = "50") int limit) {
    if (limit < 1 || limit > LARGEST_PAGE) {
      throw Problem.invalid("limit", "invalid-limit", "limit must be between 1 and 100.");
    }
    var job = messageId == null ? null : new JobId(messageId);
    // One more than asked for tells whether there is a next page.
    var found = settings.page(customer.id(), job, status, cursor(cursor), limit + 1);
    var shown = found.stream().limit(limit).toList();
    var attempts = settings.attempts(shown);
    var items =
        shown.stream()
            .map(it -> DeliveryView.of(it, attempts.getOrDefault(it.id(), List.of())))
            .toList();
    return new Listing<>(items, found.size() > limit ? items.getLast().id() : null);
  }

  @PostMapping("/webhooks/deliveries/{id}/replay")
  @Refuses(HttpStatus.CONFLICT)
  @ResponseStatus(HttpStatus.ACCEPTED)
  DeliveryView replay(@Parameter(hidden = true) Customer customer, @PathVariable String id) {
    var delivery = DeliveryId.parse(id).orElseThrow(() -> Problem.notFound("delivery"));
    return view(settings.replay(customer.id(), delivery));
  }

  private DeliveryView view(Shown delivery) {
    var attempts = settings.attempts(List.of(delivery));
    return DeliveryView.of(delivery, attempts.getOrDefault(delivery.id(), List.of()));
  }

  private static @Nullable DeliveryId cursor(@Nullable String cursor) {
    if (cursor == null || cursor.isEmpty()) {
      return null;
    }
    return DeliveryId.parse(cursor)
        .orElseThrow(
            () ->
                Problem.invalid(
                    "cursor",
                    "invalid-cursor",
                    "cursor must be a nextCursor of an earlier answer."));
  }
}
