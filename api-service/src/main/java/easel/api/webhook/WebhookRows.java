package easel.api.webhook;

import easel.api.database.Columns;
import easel.api.digest.Sha256;
import easel.api.outbound.OutboundUrl;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// What customers want to be told, in PostgreSQL.
@Repository
class WebhookRows {
  /// @param url null: only jobs with a webhook of their own are told of
  /// @param shown whether the customer has seen the secret
  /// @param oldSecretUntil null unless an older secret is still valid
  record Webhook(
      @Nullable String url,
      Set<WebhookEvent> events,
      String sealedSecret,
      boolean shown,
      @Nullable Instant oldSecretUntil) {
    /// Tells one secret from another without telling it.
    String secretMark() {
      return Sha256.of(sealedSecret).hex().substring(0, 16);
    }
  }

  private static final String COLUMNS =
      """
      select url, events, sealed_secret, shown,
        case when old_secret_until > now() then old_secret_until end as old_secret_until
      from webhook where customer = ?
      """;

  private final JdbcClient jdbc;

  WebhookRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<Webhook> find(long customer) {
    return jdbc.sql(COLUMNS).param(customer).query((row, _) -> webhook(row)).optional();
  }

  Webhook lock(long customer) {
    return jdbc.sql(COLUMNS + " for no key update")
        .param(customer)
        .query((row, _) -> webhook(row))
        .single();
  }

  /// @return whether the customer had none
  boolean insertIfMissing(long customer, String sealedSecret) {
    return jdbc.sql(
                """
                insert into webhook (customer, sealed_secret) values (?, ?)
                on conflict (customer) do nothing
                """)
            .param(customer)
            .param(sealedSecret)
            .update()
        == 1;
  }

  void update(long customer, @Nullable OutboundUrl url, Collection<WebhookEvent> events) {
    jdbc.sql("update webhook set url = ?, events = ? where customer = ?")
        .param(1, url == null ? null : url.uri().toString(), Types.VARCHAR)
        .param(2, events.stream().map(WebhookEvent::name).toArray(String[]::new))
        .param(3, customer)
        .update();
  }

  /// The customer is about to see the secret.
  void setShown(long customer) {
    jdbc.sql("update webhook set shown = true where customer = ? and not shown")
        .param(customer)
        .update();
  }

  /// The secret until now stays valid for a while. One that was replaced before is not any more.
  void rotate(long customer, String sealedSecret, Duration oldOneValid) {
    jdbc.sql(
            """
            update webhook
            set sealed_old_secret = sealed_secret, sealed_secret = :secret,
              old_secret_until = now() + make_interval(secs => :valid)
            where customer = :customer
            """)
        .param("secret", sealedSecret)
        .param("valid", oldOneValid.toMillis() / 1000.0)
        .param("customer", customer)
        .update();
  }

  private static Webhook webhook(ResultSet row) throws SQLException {
    return new Webhook(
        row.getString("url"),
        events(row.getArray("events")),
        row.getString("sealed_secret"),
        row.getBoolean("shown"),
        Columns.instantOrNull(row, "old_secret_until"));
  }

  private static Set<WebhookEvent> events(Array column) throws SQLException {
    var events = EnumSet.noneOf(WebhookEvent.class);
    Arrays.stream((String[]) column.getArray()).map(WebhookEvent::valueOf).forEach(events::add);
    return events;
  }
}
