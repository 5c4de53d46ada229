package easel.api.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signatures after Standard Webhooks 1.0: a receiver knows by them that a delivery is ours, whole
/// and fresh.
final class Signature {
  private static final String HMAC = "HmacSHA256";

  private Signature() {}

  /// The value of `webhook-signature`: one for each secret that is valid, so that a receiver may
  /// know either.
  static String of(DeliveryId id, Instant at, String body, List<WebhookSecret> secrets) {
    var signed = id + "." + at.getEpochSecond() + "." + body;
    return secrets.stream()
        .map(secret -> "v1," + Base64.getEncoder().encodeToString(hmac(secret, signed)))
        .collect(Collectors.joining(" "));
  }

  private static byte[] hmac(WebhookSecret secret, String text) {
    try {
      var mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(secret.key(), HMAC));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("this JDK knows no " + HMAC, impossible);
    }
  }
}
