package easel.api.webhook;

import easel.api.audit.Audit;
import easel.api.audit.Fact;
import easel.api.audit.Kind;
import easel.api.http.Problem;
import easel.api.webhook.DeliveryRows.Health;
import easel.api.webhook.DeliveryRows.NewDelivery;
import easel.api.webhook.DeliveryRows.Shown;
import easel.api.webhook.WebhookRows.Webhook;
import easel.common.id.JobId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
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
  private final Audit audit;

  WebhookSettings(
      WebhookRows rows,
      DeliveryRows deliveryRows,
      Deliveries deliveries,
      Secrets secrets,
      WebhookProperties properties,
      TransactionTemplate transactions,
      JsonMapper json,
      Audit audit) {
    this.rows = rows;
    this.deliveryRows = deliveryRows;
    this.deliveries = deliveries;
    this.secrets = secrets;
    this.properties = properties;
    this.transactions = transactions;
    this.json = json;
    this.audit = audit;
  }

  @Nullable Webhook find(long customer) {
    return rows.find(customer).orElse(null);
  }

  /// Replaces what is there. The secret is shown the first time, and whenever it is a new one.
  Changed change(long customer, WebhookChoice choice, boolean rotate) {
    return change(
        customer,
        rotate,
        _ -> {
          var url = choice.url();
          rows.update(customer, url, choice.events());
          if (url == null) {
            deliveryRows.leaveOutOwn(customer);
          } else {
            deliveryRows.move(customer, url);
          }
        });
  }

  /// Shows the secret to a customer who has not seen it; all else stays as it is.
  Changed showSecret(long customer) {
    return change(customer, false, _ -> {});
  }

  /// Makes a new secret; all else stays as it is.
  ///
  /// @param mark of the secret that it replaces
  /// @throws Problem if that was replaced already: the one before it would end with it
  Changed replaceSecret(long customer, String mark) {
    return change(
        customer,
        true,
        before -> {
          if (!before.secretMark().equals(mark)) {
            throw Problem.conflict(
                "secret-replaced",
                "The secret was replaced meanwhile, perhaps by a second click; this changed nothing."
                    + " Make another one only if nobody saw the new one.");
          }
        });
  }

  /// @param edit told what is there before
  private Changed change(long customer, boolean rotate, Consumer<Webhook> edit) {
    return transactions.execute(
        _ -> {
          var fresh = WebhookSecret.random();
          var sealed = secrets.seal(customer, fresh);
          var isNew = rows.insertIfMissing(customer, sealed);
          var before = rows.lock(customer);
          var rotates = rotate && !isNew;
          if (rotates) {
            rows.rotate(customer, sealed, properties.oldSecret());
          }
          edit.accept(before);
          rows.setShown(customer);
          var after = rows.lock(customer);
          audit(customer, before, after, rotates);
          var shows = rotate || !before.shown();
          return new Changed(after, shows ? secrets.open(customer, after.sealedSecret()) : null);
        });
  }

  // Of an address only the host: the rest may be a secret of the receiver.
  private void audit(long customer, Webhook before, Webhook after, boolean rotated) {
    var facts =
        Fact.changed(
            Fact.of("address", endpoint(before), endpoint(after)),
            Fact.of("events", told(before), told(after)));
    if (before.url() != null && after.url() == null) {
      audit.note(customer, Kind.WEBHOOK_REMOVED, "webhook", facts);
    } else if (!facts.isEmpty() || !Objects.equals(before.url(), after.url())) {
      audit.note(customer, Kind.WEBHOOK_SET, "webhook", facts);
    }
    if (!before.shown()) {
      audit.note(customer, Kind.SECRET_SHOWN, "webhook", List.of());
    }
    if (rotated) {
      audit.note(customer, Kind.SECRET_ROTATED, "webhook", List.of());
    }
  }

  private static @Nullable String endpoint(Webhook webhook) {
    var url = webhook.url();
    return url == null ? null : Webhooks.endpoint(url);
  }

  private static String told(Webhook webhook) {
    return String.join(", ", WebhookChoice.names(webhook.events()));
  }

  /// A delivery to the customer's own URL that says nothing, attempted once.
  Shown test(long customer) {
    var url = ownUrl(customer);
    var id = DeliveryId.random();
    var endpoint = Webhooks.endpoint(url);
    var test =
        new NewDelivery(
            id, customer, null, WebhookEvent.TEST, true, url, endpoint, testBody(), Duration.ZERO);
    transactions.executeWithoutResult(
        _ -> {
          deliveryRows.insert(List.of(test));
          note(customer, Kind.WEBHOOK_TESTED, id, endpoint);
        });
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
          var endpoint = Webhooks.endpoint(url);
          deliveryRows.replay(id, url, endpoint, patience);
          note(customer, Kind.DELIVERY_REPLAYED, id, endpoint);
        });
    deliveries.wake();
    return require(customer, id);
  }

  private void note(long customer, Kind kind, DeliveryId delivery, String endpoint) {
    var facts = List.of(Fact.of("address", null, endpoint));
    audit.note(customer, kind, "delivery " + delivery, facts);
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

  /// How it went with the last deliveries to the customer's own URL.
  Health health(long customer) {
    return deliveryRows.health(customer);
  }

  Shown require(long customer, DeliveryId id) {
    return deliveryRows.find(customer, id).orElseThrow(WebhookSettings::notFound);
  }

  /// What is delivered, as it is sent.
  String body(long customer, DeliveryId id) {
    return deliveryRows.body(customer, id).orElseThrow(WebhookSettings::notFound);
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
