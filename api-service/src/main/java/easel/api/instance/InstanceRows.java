package easel.api.instance;

import easel.api.database.Columns;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Instances of the api in PostgreSQL, and what they share there with those of the workers.
@Repository
class InstanceRows {
  record Api(String name, Instant startedAt, Instant beatAt) {}

  /// A linked account, as far as it tells who serves it.
  ///
  /// @param customer null for a shared one, as is the name
  record Linked(
      long id,
      String label,
      @Nullable Long customer,
      @Nullable String customerName,
      String discordUser,
      boolean usable) {}

  private final JdbcClient jdbc;

  InstanceRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void beat(String name) {
    jdbc.sql(
            """
            insert into api_instance (name) values (?)
            on conflict (name) do update set beat_at = now()
            """)
        .param(name)
        .update();
  }

  void leave(String name) {
    jdbc.sql("delete from api_instance where name = ?").param(name).update();
  }

  void forget(Duration silence) {
    jdbc.sql("delete from api_instance where beat_at < now() - make_interval(secs => ?)")
        .param(silence.toSeconds())
        .update();
  }

  List<Api> apis() {
    return jdbc.sql("select name, started_at, beat_at from api_instance order by started_at")
        .query(
            (row, _) ->
                new Api(
                    row.getString("name"),
                    Columns.instant(row, "started_at"),
                    Columns.instant(row, "beat_at")))
        .list();
  }

  List<Linked> linked() {
    return jdbc.sql(
            """
            select a.id, a.label, a.customer, c.name, a.discord_user, a.usable
            from account a left join customer c on c.id = a.customer
            where a.linked order by a.id
            """)
        .query(
            (row, _) ->
                new Linked(
                    row.getLong("id"),
                    row.getString("label"),
                    (Long) row.getObject("customer"),
                    row.getString("name"),
                    row.getString("discord_user"),
                    row.getBoolean("usable")))
        .list();
  }

  /// The pools of queues, one for each queue.
  List<String> pools() {
    return jdbc.sql("select pool from queue where declared")
        .query((row, _) -> row.getString("pool"))
        .list();
  }

  /// PostgreSQL's clock, on which all of these beat.
  Instant now() {
    return jdbc.sql("select clock_timestamp() as now")
        .query((row, _) -> Columns.instant(row, "now"))
        .single();
  }
}
