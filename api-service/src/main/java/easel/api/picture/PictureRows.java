package easel.api.picture;

import easel.api.database.Columns;
import easel.common.id.JobId;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// What becomes of pictures, in PostgreSQL.
@Repository
class PictureRows {
  /// A picture to be fetched now, by whoever got this.
  ///
  /// @param attempt 1 for the first
  /// @param age since its job has ended
  record Due(String token, JobId job, Link link, int attempt, Duration age) {}

  /// A picture whose retention is over, and the names of what was made of it.
  record Expired(String token, List<String> parts) {}

  static final int AT_ONCE = 50;

  private final JdbcClient jdbc;

  PictureRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<Picture> find(String token) {
    return jdbc.sql(
            """
            select p.token, p.job, j.original_url, p.grid, p.state, p.kept_at
            from picture p join job j on j.id = p.job where p.token = ?
            """)
        .param(token)
        .query((row, _) -> picture(row))
        .optional();
  }

  /// The picture that is due for longest. Nobody else gets it until the lease is over: by then it
  /// is kept, or due at another time, or who got it was killed.
  Optional<Due> lease(Duration lease) {
    return jdbc.sql(
            """
            update picture p
            set attempts = attempts + 1, due_at = now() + make_interval(secs => :lease)
            from job j
            where j.id = p.job and p.token = (
              select token from picture where state = 'due' and due_at <= now()
              order by due_at limit 1 for no key update skip locked)
            returning p.token, p.job, j.original_url, p.attempts,
              extract(epoch from now() - p.created_at) as age
            """)
        .param("lease", seconds(lease))
        .query((row, _) -> due(row))
        .optional();
  }

  void kept(String token) {
    jdbc.sql(
            """
            update picture set state = 'kept', kept_at = now()
            where token = ? and state in ('due', 'lost')
            """)
        .param(token)
        .update();
  }

  void lost(String token) {
    jdbc.sql("update picture set state = 'lost' where token = ? and state = 'due'")
        .param(token)
        .update();
  }

  void again(String token, Duration pause) {
    jdbc.sql(
            """
            update picture set due_at = now() + make_interval(secs => :pause)
            where token = :token and state = 'due'
            """)
        .param("pause", seconds(pause))
        .param("token", token)
        .update();
  }

  long countDue() {
    return jdbc.sql("select count(*) from picture where state = 'due'").query(Long.class).single();
  }

  /// Notes that a part is about to be put beside a kept picture, to be deleted with it.
  ///
  /// @return false if the picture is not kept any more
  boolean notePart(String token, String part) {
    return jdbc.sql(
                """
                update picture set parts =
                  case when :part = any(parts) then parts else array_append(parts, :part) end
                where token = :token and state = 'kept'
                """)
            .param("part", part)
            .param("token", token)
            .update()
        == 1;
  }

  /// Takes pictures that were kept for so long out of sight.
  ///
  /// @return how many, {@value #AT_ONCE} if there may be more
  int expire(Duration retention) {
    return jdbc.sql(
            """
            update picture set state = 'expired'
            where token in (
              select token from picture
              where state = 'kept'
                and kept_at < now() - make_interval(secs => :retention)
              order by kept_at limit :atOnce for no key update skip locked)
            """)
        .param("retention", seconds(retention))
        .param("atOnce", AT_ONCE)
        .update();
  }

  List<Expired> expired() {
    return jdbc.sql(
            """
            select token, parts from picture
            where state = 'expired' order by kept_at limit ?
            """)
        .param(AT_ONCE)
        .query((row, _) -> new Expired(row.getString("token"), texts(row.getArray("parts"))))
        .list();
  }

  void deleted(String token) {
    jdbc.sql("update picture set state = 'deleted', parts = '{}' where token = ?")
        .param(token)
        .update();
  }

  private static Picture picture(ResultSet row) throws SQLException {
    return new Picture(
        row.getString("token"),
        Columns.job(row, "job"),
        new Link(row.getString("original_url")),
        row.getBoolean("grid"),
        State.of(row.getString("state")),
        Columns.instantOrNull(row, "kept_at"));
  }

  private static Due due(ResultSet row) throws SQLException {
    return new Due(
        row.getString("token"),
        Columns.job(row, "job"),
        new Link(row.getString("original_url")),
        row.getInt("attempts"),
        Duration.ofMillis((long) (row.getDouble("age") * 1000)));
  }

  private static List<String> texts(Array array) throws SQLException {
    return List.of((String[]) array.getArray());
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
