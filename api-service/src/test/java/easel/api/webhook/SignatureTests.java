package easel.api.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Receivers check signatures with the library of Standard Webhooks, and so does this.
class SignatureTests {
  private static final String BODY = "{\"prompt\":\"ein Füchslein 🦊\"}";
  private final DeliveryId id = DeliveryId.random();
  private final Instant now = Instant.now();

  @Test
  void aReceiverWithTheSecretBelievesIt() throws Exception {
    var secret = WebhookSecret.random();
    new Webhook(secret.text()).verify(BODY, headers(List.of(secret)));
  }

  @Test
  void whileASecretIsReplacedReceiversMayKnowEither() throws Exception {
    var fresh = WebhookSecret.random();
    var old = WebhookSecret.random();
    var headers = headers(List.of(fresh, old));
    new Webhook(fresh.text()).verify(BODY, headers);
    new Webhook(old.text()).verify(BODY, headers);
  }

  @Test
  void nobodyElseCanMakeIt() throws Exception {
    var receiver = new Webhook(WebhookSecret.random().text());
    var headers = headers(List.of(WebhookSecret.random()));
    assertThatThrownBy(() -> receiver.verify(BODY, headers))
        .isInstanceOf(WebhookVerificationException.class);
  }

  @Test
  void aChangedBodyIsNotBelieved() throws Exception {
    var secret = WebhookSecret.random();
    var receiver = new Webhook(secret.text());
    assertThatThrownBy(() -> receiver.verify(BODY + " ", headers(List.of(secret))))
        .isInstanceOf(WebhookVerificationException.class);
  }

  @Test
  void secretsAreLongEnoughAndDoNotShow() {
    var secret = WebhookSecret.random();
    assertThat(secret.key()).hasSizeBetween(24, 64);
    assertThat(secret.text()).startsWith("whsec_");
    assertThat(secret.toString()).doesNotContain(secret.text().substring(6));
  }

  private Map<String, List<String>> headers(List<WebhookSecret> secrets) {
    return Map.of(
        "webhook-id", List.of(id.toString()),
        "webhook-timestamp", List.of(Long.toString(now.getEpochSecond())),
        "webhook-signature", List.of(Signature.of(id, now, BODY, secrets)));
  }
}
