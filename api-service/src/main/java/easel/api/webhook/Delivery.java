package easel.api.webhook;

import easel.api.webhook.UnderWay.Line;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A delivery that this instance has taken to attempt it once.
///
/// @param lease says that it is still ours when the attempt is over
/// @param attempt the number of this attempt
/// @param tries attempts since it was asked for, this one included
/// @param at when it was taken, by PostgreSQL's clock, as all times here
/// @param askedAt when the event happened, or its replay was asked for
/// @param sealedOldSecret null unless an older secret is still valid
record Delivery(
    DeliveryId id,
    UUID lease,
    long customer,
    WebhookEvent event,
    String url,
    String endpoint,
    String body,
    int attempt,
    int tries,
    Instant at,
    Instant askedAt,
    Instant givesUpAt,
    String sealedSecret,
    @Nullable String sealedOldSecret) {
  Line line() {
    return new Line(customer, endpoint);
  }

  // Neither what is told nor where it goes is for a log.
  @Override
  public String toString() {
    return "Delivery[%s, %s, %s]".formatted(id, event, endpoint);
  }
}
