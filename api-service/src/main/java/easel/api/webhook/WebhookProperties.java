package easel.api.webhook;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// @param attempt deadline of one attempt
/// @param firstPause after the first attempt that failed; each further one is three times as long
/// @param longestPause between two attempts
/// @param patience from the event, or its replay, until a delivery is given up
/// @param refusalPatience how long a host name may resolve to an address that must not be called
/// @param oldSecret how long a secret is valid beside the one that replaced it
/// @param retention of a delivery, from its end
/// @param sweep how often deliveries past it are looked for
@ConfigurationProperties("easel.webhooks")
record WebhookProperties(
    @DefaultValue("15s") Duration attempt,
    @DefaultValue("5s") Duration firstPause,
    @DefaultValue("4h") Duration longestPause,
    @DefaultValue("24h") Duration patience,
    @DefaultValue("10m") Duration refusalPatience,
    @DefaultValue("24h") Duration oldSecret,
    @DefaultValue("30d") Duration retention,
    @DefaultValue("10m") Duration sweep) {

  /// How long nobody else attempts a delivery that an instance has taken: surely longer than the
  /// attempt, and no longer than needed, since a killed instance's deliveries wait for it.
  Duration lease() {
    return attempt.multipliedBy(2);
  }
}
