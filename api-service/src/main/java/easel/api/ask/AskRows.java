package easel.api.ask;

import easel.api.database.Columns;
import easel.common.id.JobId;
import easel.common.id.QueueId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Which jobs workers should be asked about. Each of these statements notes that they are, so that
/// no other instance asks about the same.
@Repository
class AskRows {
  /// A job, and where it waits or waited.
  record Asked(JobId job, QueueId queue) {}

  /// A job that can no longer run.
  ///
  /// @param unusable how long the one account that may run it has been so; null where it is not
  ///   linked any more, or there is none
  record Stranded(Asked asked, @Nullable Duration unusable) {}

  /// Few: their rows stay locked until the broker has taken all questions.
  static final int AT_ONCE = 50;

  private final JdbcClient jdbc;

  AskRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// Jobs with a worker of which nothing was heard for a while; the while doubles with each time
  /// that nothing came of asking.
  List<Asked> silent(Duration silence, Duration longest) {
    return jdbc.sql(
            """
            update job set asks = asks + 1, asked_at = now()
            where id in (
              select id from job
              where claimed and finished_at is null
                and greatest(heard_at, asked_at) < now() - least(
                  make_interval(secs => :silence * power(2, least(asks, 20))),
                  make_interval(secs => :longest))
              order by id limit :atOnce for no key update skip locked)
            returning id, queue
            """)
        .param("silence", seconds(silence))
        .param("longest", seconds(longest))
        .param("atOnce", AT_ONCE)
        .query((row, _) -> asked(row))
        .list();
  }

  /// Jobs that wait in their lane though a later one of the same queue was handed over: the
  /// hand-over may have been lost on its way to the worker.
  List<Asked> passedOver(Duration silence, Duration longest) {
    return jdbc.sql(
            """
            update job set asks = asks + 1, asked_at = now()
            where id in (
              select j.id
              from (select distinct queue from job where status = 'QUEUED' and not claimed) q
              cross join lateral (
                select max(number) as number from job where queue = q.queue and claimed) last
              join job j on j.queue = q.queue and j.number < last.number
              where j.status = 'QUEUED' and j.published and not j.claimed
                and greatest(j.published_at, j.asked_at) < now() - least(
                  make_interval(secs => :silence * power(2, least(j.asks, 20))),
                  make_interval(secs => :longest))
              order by j.id limit :atOnce for no key update of j skip locked)
            returning id, queue
            """)
        .param("silence", seconds(silence))
        .param("longest", seconds(longest))
        .param("atOnce", AT_ONCE)
        .query((row, _) -> asked(row))
        .list();
  }

  /// Jobs whose customer asked for their end, which did not come yet.
  List<Asked> cancelled(Duration pause) {
    return jdbc.sql(
            """
            update job set end_asked_at = now()
            where id in (
              select id from job
              where cancel_asked_at is not null and finished_at is null
                and (end_asked_at is null
                  or end_asked_at < now() - make_interval(secs => :pause))
              order by id limit :atOnce for no key update skip locked)
            returning id, queue
            """)
        .param("pause", seconds(pause))
        .param("atOnce", AT_ONCE)
        .query((row, _) -> asked(row))
        .list();
  }

  /// Jobs not sent yet that can no longer run: those meant for an account that was unlinked, or has
  /// been unusable for longer than they have patience, which is measured from when they came where
  /// that was later; and those of a queue that no account serves. One that is claimed but not sent
  /// ends where others serve in the place of its account in trouble. That of an account that was
  /// unlinked is nobody else's to send: where others serve its queue, its worker sends it as long
  /// as it can, and ends it else.
  List<Stranded> stranded(Duration patience, Duration pause) {
    return jdbc.sql(
            """
            with gone as (
              select a.id, a.pool, a.linked, a.unusable_since from account a
              where not a.linked
                or a.unusable_since < now() - make_interval(secs => :patience)),
            stranded as (
              select j.id, case when gone.linked then gone.unusable_since end as unusable_since
              from gone join job j on j.account = gone.id and j.status = 'QUEUED'
              where (not gone.linked or j.created_at < now() - make_interval(secs => :patience))
                and (j.pinned = gone.id
                  or j.claimed and case when gone.linked
                    then exists (
                      select from account o
                      where o.pool = gone.pool and o.id <> gone.id and o.usable)
                    else not exists (
                      select from queue q join account p on p.pool = q.pool and p.linked
                      where q.id = j.queue) end)
              union all
              select j.id, null
              from queue q join job j on j.queue = q.id and j.status = 'QUEUED'
              where not j.claimed and j.pinned is null
                and not exists (select from account p where p.pool = q.pool and p.linked)),
            due as materialized (
              select j.id, s.unusable_since
              from stranded s join job j on j.id = s.id
              where j.end_asked_at is null
                or j.end_asked_at < now() - make_interval(secs => :pause)
              order by j.id limit :atOnce for no key update of j skip locked)
            update job set end_asked_at = now()
            from due where job.id = due.id
            returning job.id, job.queue, extract(epoch from now() - due.unusable_since) as unusable
            """)
        .param("patience", seconds(patience))
        .param("pause", seconds(pause))
        .param("atOnce", AT_ONCE)
        .query((row, _) -> new Stranded(asked(row), unusable(row)))
        .list();
  }

  private static @Nullable Duration unusable(ResultSet row) throws SQLException {
    var seconds = row.getBigDecimal("unusable");
    return seconds == null ? null : Duration.ofSeconds(seconds.longValue());
  }

  private static Asked asked(ResultSet row) throws SQLException {
    return new Asked(Columns.job(row, "id"), new QueueId(row.getString("queue")));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
