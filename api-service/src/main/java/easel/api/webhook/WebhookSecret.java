package easel.api.webhook;

import java.security.SecureRandom;
import java.util.Base64;

/// What a customer's webhooks are signed with, in the form of Standard Webhooks.
///
/// @param text `whsec_` and the key in Base64
record WebhookSecret(String text) {
  private static final String PREFIX = "whsec_";
  private static final int BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  WebhookSecret {
    if (!text.startsWith(PREFIX)) {
      throw new IllegalArgumentException("expected a secret that begins with " + PREFIX);
    }
  }

  static WebhookSecret random() {
    var key = new byte[BYTES];
    RANDOM.nextBytes(key);
    return new WebhookSecret(PREFIX + Base64.getEncoder().encodeToString(key));
  }

  byte[] key() {
    return Base64.getDecoder().decode(text.substring(PREFIX.length()));
  }

  @Override
  public String toString() {
    return "WebhookSecret";
  }
}
