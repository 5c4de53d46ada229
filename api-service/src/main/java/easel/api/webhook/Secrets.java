package easel.api.webhook;

import easel.common.crypto.SealedFor;
import easel.common.crypto.Sealer;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/// Seals and opens what webhooks are signed with.
@Component
class Secrets {
  private final Sealer sealer;

  Secrets(Sealer sealer) {
    this.sealer = sealer;
  }

  String seal(long customer, WebhookSecret secret) {
    return sealer.seal(secret.text(), SealedFor.webhookSecret(customer));
  }

  WebhookSecret open(long customer, String sealed) {
    return new WebhookSecret(sealer.open(sealed, SealedFor.webhookSecret(customer)));
  }

  /// All that are valid now, the newest first.
  List<WebhookSecret> of(Delivery delivery) {
    var secrets = new ArrayList<WebhookSecret>();
    secrets.add(open(delivery.customer(), delivery.sealedSecret()));
    var old = delivery.sealedOldSecret();
    if (old != null) {
      secrets.add(open(delivery.customer(), old));
    }
    return secrets;
  }
}
