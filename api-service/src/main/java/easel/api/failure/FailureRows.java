package easel.api.failure;

import easel.api.database.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Ended jobs in PostgreSQL, by why they failed.
@Repository
class FailureRows {
  /// Those that failed for one reason.
  ///
  /// @param reason null where none was told
  /// @param job the last of them
  record Group(
      @Nullable String reason,
      int count,
      Instant lastAt,
      UUID job,
      long customer,
      @Nullable String customerName,
      @Nullable String prompt,
      @Nullable String error,
      @Nullable String accountLabel,
      @Nullable Long account) {}

  private final JdbcClient jdbc;

  FailureRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// How many jobs ended in this time, at most so many.
  int ended(Duration since, int most) {
    return jdbc.sql(
            """
            select count(*) from (
              select from job
              where finished_at is not null
                and finished_at > now() - make_interval(secs => :since)
              order by finished_at desc limit :most) ended
            """)
        .param("since", since.toSeconds())
        .param("most", most)
        .query(Integer.class)
        .single();
  }

  /// Of the last jobs that ended in this time, those that failed, the most frequent reason first.
  /// What is counted is read from an index alone; jobs are looked up for one of each reason.
  List<Group> failures(Duration since, int most) {
    return jdbc.sql(
            """
            with ended as (
              select id, status, reason, finished_at from job
              where finished_at is not null
                and finished_at > now() - make_interval(secs => :since)
              order by finished_at desc limit :most),
            failed as (
              select reason, count(*) as count, max(finished_at) as last_at,
                (array_agg(id order by finished_at desc))[1] as example
              from ended where status = 'FAIL' group by reason)
            select f.reason, f.count, f.last_at, j.id, j.customer, c.name, left(j.prompt, 300) as prompt,
              j.error, j.account, a.label
            from failed f
            join job j on j.id = f.example
            left join customer c on c.id = j.customer
            left join account a on a.id = j.account
            order by f.count desc, f.last_at desc
            """)
        .param("since", since.toSeconds())
        .param("most", most)
        .query((row, _) -> group(row))
        .list();
  }

  private static Group group(ResultSet row) throws SQLException {
    return new Group(
        row.getString("reason"),
        row.getInt("count"),
        Columns.instant(row, "last_at"),
        row.getObject("id", UUID.class),
        row.getLong("customer"),
        row.getString("name"),
        row.getString("prompt"),
        row.getString("error"),
        row.getString("label"),
        (Long) row.getObject("account"));
  }
}
