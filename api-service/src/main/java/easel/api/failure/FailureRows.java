package easel.api.failure;

import easel.api.database.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
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
  /// One that failed.
  ///
  /// @param at when it ended
  record Failed(
      Instant at,
      UUID job,
      long customer,
      @Nullable String customerName,
      @Nullable String prompt,
      @Nullable String error,
      @Nullable String accountLabel,
      @Nullable Long account) {}

  /// Those that failed for one reason.
  ///
  /// @param reason null where none was told
  record Group(@Nullable String reason, int count, Failed last) {}

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
            select f.reason, f.count, f.last_at as at, j.id, j.customer, c.name,
              left(j.prompt, 300) as prompt, j.error, j.account, a.label
            from failed f
            join job j on j.id = f.example
            left join customer c on c.id = j.customer
            left join account a on a.id = j.account
            order by f.count desc, f.last_at desc
            """)
        .param("since", since.toSeconds())
        .param("most", most)
        .query((row, _) -> new Group(row.getString("reason"), row.getInt("count"), failed(row)))
        .list();
  }

  /// Of the last jobs that ended in this time, those that failed for this reason, the latest first.
  ///
  /// @param reason null for those of which none was told
  /// @param before the last one of the page before, null for the first page
  List<Failed> failed(
      @Nullable String reason, Duration since, int most, @Nullable UUID before, int limit) {
    return jdbc.sql(
            """
            with ended as (
              select id, status, reason, finished_at from job
              where finished_at is not null
                and finished_at > now() - make_interval(secs => :since)
              order by finished_at desc limit :most),
            failed as (
              select id, finished_at from ended
              where status = 'FAIL' and reason is not distinct from :reason::text
                and (:before::uuid is null or (finished_at, id) < (
                  select b.finished_at, b.id from job b where b.id = :before::uuid))
              order by finished_at desc, id desc limit :limit)
            select f.finished_at as at, j.id, j.customer, c.name, left(j.prompt, 300) as prompt,
              j.error, j.account, a.label
            from failed f
            join job j on j.id = f.id
            left join customer c on c.id = j.customer
            left join account a on a.id = j.account
            order by f.finished_at desc, f.id desc
            """)
        .param("since", since.toSeconds())
        .param("most", most)
        .param("reason", reason, Types.VARCHAR)
        .param("before", before, Types.OTHER)
        .param("limit", limit)
        .query((row, _) -> failed(row))
        .list();
  }

  private static Failed failed(ResultSet row) throws SQLException {
    return new Failed(
        Columns.instant(row, "at"),
        row.getObject("id", UUID.class),
        row.getLong("customer"),
        row.getString("name"),
        row.getString("prompt"),
        row.getString("error"),
        row.getString("label"),
        (Long) row.getObject("account"));
  }
}
