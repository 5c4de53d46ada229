package easel.worker.claim;

import easel.common.message.Reply.AccountState.Mode;
import easel.common.message.Reply.AccountState.Remedy;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The notes in PostgreSQL.
public final class SqlAccountNotes implements AccountNotes {
  private final JdbcClient jdbc;

  public SqlAccountNotes(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Notes of(String discordUser) {
    return jdbc.sql(
            """
            SELECT seen_public, hidden_left, attention, attention_remedy, attention_for,
              attention_until, mode
            FROM account
            WHERE discord_user = :discordUser
            """)
        .param("discordUser", discordUser)
        .query(
            (row, _) ->
                new Notes(
                    row.getBoolean("seen_public"),
                    row.getInt("hidden_left"),
                    row.getString("attention"),
                    remedy(row.getString("attention_remedy")),
                    row.getString("attention_for"),
                    instant(row.getObject("attention_until", OffsetDateTime.class)),
                    mode(row.getString("mode"))))
        .optional()
        .orElse(Notes.NONE);
  }

  @Override
  public void write(String discordUser, Notes notes) {
    jdbc.sql(
            """
            INSERT INTO account (discord_user, seen_public, hidden_left, attention, attention_remedy,
              attention_for, attention_until, mode)
            VALUES (:discordUser, :seenPublic, :hiddenLeft, :attention,
              CAST(:attentionRemedy AS text), :attentionFor,
              CAST(:attentionUntil AS timestamptz), CAST(:mode AS text))
            ON CONFLICT (discord_user) DO UPDATE
            SET seen_public = excluded.seen_public, hidden_left = excluded.hidden_left,
              attention = excluded.attention, attention_remedy = excluded.attention_remedy,
              attention_for = excluded.attention_for, attention_until = excluded.attention_until,
              mode = excluded.mode
            """)
        .param("discordUser", discordUser)
        .param("seenPublic", notes.seenPublic())
        .param("hiddenLeft", notes.hiddenLeft())
        .param("attention", notes.attention())
        .param("attentionRemedy", name(notes.attentionRemedy()))
        .param("attentionFor", notes.attentionFor())
        .param("attentionUntil", offset(notes.attentionUntil()))
        .param("mode", name(notes.mode()))
        .update();
  }

  private static @Nullable Remedy remedy(@Nullable String name) {
    return name == null ? null : Remedy.valueOf(name);
  }

  private static @Nullable Mode mode(@Nullable String name) {
    return name == null ? null : Mode.valueOf(name);
  }

  private static @Nullable String name(@Nullable Enum<?> value) {
    return value == null ? null : value.name();
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }

  private static @Nullable OffsetDateTime offset(@Nullable Instant time) {
    return time == null ? null : time.atOffset(ZoneOffset.UTC);
  }
}
