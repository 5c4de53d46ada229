package easel.worker.claim;

import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The threads in PostgreSQL.
public final class SqlThreads implements Threads {
  private final JdbcClient jdbc;

  public SqlThreads(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
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

  @Override
  public Set<String> users() {
    return jdbc.sql("SELECT DISTINCT discord_user FROM thread WHERE NOT retired")
        .query((row, _) -> row.getString("discord_user"))
        .set();
  }

  @Override
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

  @Override
  public void retire(long thread) {
    jdbc.sql("UPDATE thread SET retired = true WHERE id = :id").param("id", thread).update();
  }
}
