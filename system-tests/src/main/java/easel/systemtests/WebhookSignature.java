package easel.systemtests;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.util.List;
import java.util.Map;

/// How a receiver of webhooks knows that a delivery is Easel's, whole and fresh: by the library of
/// Standard Webhooks, not by code of ours.
public final class WebhookSignature {
  private final Webhook webhook;

  /// @param secret as Easel showed it, `whsec_…`
  public WebhookSignature(String secret) {
    try {
      webhook = new Webhook(secret);
    } catch (EmptyWebhookSecretException empty) {
      throw new IllegalArgumentException("expected a secret, got none", empty);
    }
  }

  /// Whether a delivery is to be believed.
  public boolean isRight(String body, Map<String, List<String>> headers) {
    try {
      webhook.verify(body, headers);
      return true;
    } catch (WebhookVerificationException _) {
      // Unsigned, signed by another, changed, or too old.
      return false;
    }
  }
}
