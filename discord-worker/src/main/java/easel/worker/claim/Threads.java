package easel.worker.claim;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Easel's own threads on Discord, as remembered.
public final class Threads {
  private final JdbcClient jdbc;

  public Threads(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// @param ordinal its number among the account's threads: the lowest free one is used
  public record Known(long id, long channel, int ordinal) {}

  /// The threads of an account that may be used.
  public List<Known> of(String discordUser) {
    return jdbc.sql(
            """
            SELECT id, channel, ordinal FROM thread
            WHERE discord_user = :discordUser AND NOT retired ORDER BY ordinal, id
            """)
        .param("discordUser", discordUser)
        .query(
            (row, _) -> new Known(row.getLong("id"), row.getLong("channel"), row.getInt("ordinal")))
        .list();
  }

  public void add(String discordUser, Known thread) {
    jdbc.sql(
            """
            INSERT INTO thread (id, discord_user, channel, ordinal)
            VALUES (:id, :discordUser, :channel, :ordinal) ON CONFLICT (id) DO NOTHING
            """)
        .param("id", thread.id())
        .param("discordUser", discordUser)
        .param("channel", thread.channel())
        .param("ordinal", thread.ordinal())
        .update();
  }

  /// Nothing is sent in this thread any more: something may still appear there.
  public void retire(long thread) {
    jdbc.sql("UPDATE thread SET retired = true WHERE id = :id").param("id", thread).update();
  }
}
