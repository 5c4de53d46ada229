package easel.worker.claim;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What was learned of accounts and outlives a worker.
public final class AccountNotes {
  private final JdbcClient jdbc;

  public AccountNotes(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// @param seenPublic whether one of its commands was seen to begin in public
  /// @param hiddenLeft how many more have to, since one did not
  /// @param attention what keeps it from working
  /// @param attentionFor the credentials for which that was found
  public record Notes(
      boolean seenPublic,
      int hiddenLeft,
      @Nullable String attention,
      @Nullable String attentionFor) {
    public static final Notes NONE = new Notes(false, 0, null, null);
    private static final int AFTER_HIDDEN = 10;

    /// Whether its recent commands all began in public.
    public boolean beginsInPublic() {
      return seenPublic && hiddenLeft == 0;
    }

    public Notes withPublicStart() {
      return new Notes(true, Math.max(0, hiddenLeft - 1), attention, attentionFor);
    }

    public Notes withHiddenStart() {
      return new Notes(seenPublic, AFTER_HIDDEN, attention, attentionFor);
    }

    public Notes withAttention(@Nullable String reason, @Nullable String credentials) {
      return new Notes(seenPublic, hiddenLeft, reason, credentials);
    }
  }

  public Notes of(String discordUser) {
    return jdbc.sql(
            """
            SELECT seen_public, hidden_left, attention, attention_for FROM account
            WHERE discord_user = :discordUser
            """)
        .param("discordUser", discordUser)
        .query(
            (row, _) ->
                new Notes(
                    row.getBoolean("seen_public"),
                    row.getInt("hidden_left"),
                    row.getString("attention"),
                    row.getString("attention_for")))
        .optional()
        .orElse(Notes.NONE);
  }

  public void write(String discordUser, Notes notes) {
    jdbc.sql(
            """
            INSERT INTO account (discord_user, seen_public, hidden_left, attention, attention_for)
            VALUES (:discordUser, :seenPublic, :hiddenLeft, :attention, :attentionFor)
            ON CONFLICT (discord_user) DO UPDATE
            SET seen_public = excluded.seen_public, hidden_left = excluded.hidden_left,
              attention = excluded.attention, attention_for = excluded.attention_for
            """)
        .param("discordUser", discordUser)
        .param("seenPublic", notes.seenPublic())
        .param("hiddenLeft", notes.hiddenLeft())
        .param("attention", notes.attention())
        .param("attentionFor", notes.attentionFor())
        .update();
  }
}
