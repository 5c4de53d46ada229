package easel.api.webhook;

import easel.api.http.Problem;
import easel.api.outbound.OutboundUrl;
import easel.api.webhook.DeliveryRows.NewDelivery;
import easel.api.webhook.DeliveryRows.Shown;
import easel.api.webhook.WebhookRows.Webhook;
import easel.common.id.JobId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/// What customers do with their webhook and its deliveries.
@Service
class WebhookSettings {
  /// @param secret null unless it is to be shown
  record Changed(Webhook webhook, @Nullable WebhookSecret secret) {}

  private final WebhookRows rows;
  private final DeliveryRows deliveryRows;
  private final Deliveries deliveries;
  private final Secrets secrets;
  private final WebhookProperties properties;
  private final TransactionTemplate transactions;
  private final JsonMapper json;

  WebhookSettings(
      WebhookRows rows,
      DeliveryRows deliveryRows,
      Deliveries deliveries,
      Secrets secrets,
      WebhookProperties properties,
      TransactionTemplate transactions,
      JsonMapper json) {
    this.rows = rows;
    this.deliveryRows = deliveryRows;
    this.deliveries = deliveries;
    this.secrets = secrets;
    this.properties = properties;
    this.transactions = transactions;
    this.json = json;
  }

  @Nullable Webhook find(long customer) {
    return rows.find(customer).orElse(null);
  }

  /// Replaces what is there. The secret is shown the first time, and whenever it is a new one.
  Changed change(
      long customer, @Nullable OutboundUrl url, Set<WebhookEvent> events, boolean rotate) {
    return transactions.execute(
        _ -> {
          var fresh = WebhookSecret.random();
          var sealed = secrets.seal(customer, fresh);
          var isNew = rows.insertIfMissing(customer, sealed);
          var before = rows.lock(customer);
          if (rotate && !isNew) {
            rows.rotate(customer, sealed, properties.oldSecret());
          }
          rows.update(customer, url, events);
          if (url == null) {
            deliveryRows.leaveOutOwn(customer);
          } else {
            deliveryRows.move(customer, url);
          }
          var after = rows.lock(customer);
          var shows = rotate || !before.shown();
          return new Changed(after, shows ? secrets.open(customer, after.sealedSecret()) : null);
        });
  }

  /// A delivery to the customer's own URL that says nothing, attempted once.
  Shown test(long customer) {
    var url = ownUrl(customer);
    var id = DeliveryId.random();
    deliveryRows.insert(
        List.of(
            new NewDelivery(
                id,
                customer,
                null,
                WebhookEvent.TEST,
                true,
                url,
                Webhooks.endpoint(url),
                testBody(),
                Duration.ZERO)));
    deliveries.wake();
    return deliveryRows.find(customer, id).orElseThrow();
  }

  /// Attempts a delivery anew, whether it has ended or waits for its next attempt.
  Shown replay(long customer, DeliveryId id) {
    transactions.executeWithoutResult(
        _ -> {
          var delivery = deliveryRows.lock(customer, id).orElseThrow(WebhookSettings::notFound);
          if (delivery.underWay()) {
            throw Problem.conflict(
                "attempt-under-way", "This delivery is being attempted at this moment.");
          }
          var url = delivery.own() ? ownUrl(customer) : delivery.url();
          var patience =
              delivery.event() == WebhookEvent.TEST ? Duration.ZERO : properties.patience();
          deliveryRows.replay(id, url, Webhooks.endpoint(url), patience);
        });
    deliveries.wake();
    return deliveryRows.find(customer, id).orElseThrow(WebhookSettings::notFound);
  }

  /// Newest first.
  List<Shown> page(
      long customer,
      @Nullable JobId job,
      @Nullable DeliveryStatus status,
      @Nullable DeliveryId before,
      int limit) {
    return deliveryRows.page(customer, job, status, before, limit);
  }

  Map<DeliveryId, List<DeliveryRows.Attempt>> attempts(List<Shown> deliveries) {
    return deliveryRows.attempts(deliveries.stream().map(Shown::id).toList());
  }

  private String ownUrl(long customer) {
    var webhook = find(customer);
    var url = webhook == null ? null : webhook.url();
    if (url == null) {
      throw noUrl();
    }
    return url;
  }

  // Like a job to a program that reads only what it knows, and like none to one that acts on it.
  private String testBody() {
    return json.writeValueAsString(
        Map.of(
            "messageId",
            UUID.randomUUID(),
            "status",
            WebhookEvent.TEST,
            "createdAt",
            Instant.now()));
  }

  private static Problem noUrl() {
    return Problem.conflict("no-webhook-url", "No webhook URL is set. PUT /webhook sets one.");
  }

  private static Problem notFound() {
    return Problem.notFound("delivery");
  }
}
