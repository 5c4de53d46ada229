package easel.api.webhook;

import easel.api.outbound.OutboundClient;
import easel.api.outbound.OutboundRequest;
import easel.api.outbound.OutboundResult;
import easel.api.outbound.OutboundResult.Failed;
import easel.api.outbound.OutboundResult.Refused;
import easel.api.outbound.OutboundUrl;
import easel.api.outbound.OutboundUrl.UnusableUrl;
import easel.common.crypto.Sealer.UnopenableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Makes one attempt: signs it and posts it.
@Component
class Sender {
  private static final Logger LOG = LoggerFactory.getLogger(Sender.class);

  private final OutboundClient client;
  private final Secrets secrets;
  private final Duration deadline;

  Sender(OutboundClient client, Secrets secrets, WebhookProperties properties) {
    this.client = client;
    this.secrets = secrets;
    this.deadline = properties.attempt();
  }

  OutboundResult send(Delivery delivery) {
    try {
      var url = OutboundUrl.of(delivery.url());
      return client.exchange(
          OutboundRequest.post(
              url, headers(delivery), delivery.body().getBytes(StandardCharsets.UTF_8), deadline));
    } catch (UnusableUrl unusable) {
      return new Refused(unusable.about("The URL"), true);
    } catch (UnopenableException unopenable) {
      LOG.atError()
          .addKeyValue("customer", delivery.customer())
          .addKeyValue("delivery", delivery.id())
          .setCause(unopenable)
          .log("Webhook could not be signed");
      return new Failed("Easel could not sign it.");
    }
  }

  private Map<String, String> headers(Delivery delivery) {
    return Map.of(
        "Content-Type",
        "application/json",
        "webhook-id",
        delivery.id().toString(),
        "webhook-timestamp",
        Long.toString(delivery.at().getEpochSecond()),
        "webhook-signature",
        Signature.of(delivery.id(), delivery.at(), delivery.body(), secrets.of(delivery)));
  }
}
