package easel.api.job;

import easel.api.job.WaitReason.Serving;
import easel.common.directory.QueueEntry;
import easel.common.id.JobId;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// What holds a waiting job up. What is counted is counted over indexes of open jobs.
@Repository
class WaitRows {
  private record Place(
      boolean cancelAsked,
      boolean paused,
      boolean handedOver,
      boolean pinned,
      @Nullable Long bound,
      String pool,
      @Nullable Integer limit,
      int running,
      int position,
      @Nullable Double seconds) {}

  private final JdbcClient jdbc;

  WaitRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// @return empty if it does not wait any more
  Optional<WaitReason> of(JobId job) {
    return place(job)
        .map(
            place ->
                new WaitReason(
                    place.cancelAsked(),
                    place.paused(),
                    place.handedOver(),
                    place.pinned(),
                    place.bound() != null,
                    serving(place),
                    place.limit(),
                    place.running(),
                    place.position(),
                    place.seconds()));
  }

  private Optional<Place> place(JobId job) {
    return jdbc.sql(
            """
            select j.cancel_asked_at is not null as cancel_asked, q.paused, j.claimed,
              j.pinned is not null as pinned, coalesce(j.pinned, q.home) as bound, q.pool,
              case when q.job_limit < :unlimited then q.job_limit end as job_limit,
              (select count(*) from job r where r.queue = q.id and r.status = 'PROCESSING') as running,
              (select count(*) from job w
               where w.queue = q.id and w.number <= j.number and w.status = 'QUEUED') as position,
              (select avg(extract(epoch from finished_at - sent_at))::float8 from (
                select finished_at, sent_at from (
                  select number, status, finished_at, sent_at from job
                  where queue = q.id and claimed order by number desc limit 100) recent
                where status = 'DONE' and sent_at is not null
                order by number desc limit 20) last) as seconds
            from job j join queue q on q.id = j.queue
            where j.id = :job and j.status = 'QUEUED'
            """)
        .param("unlimited", QueueEntry.UNLIMITED)
        .param("job", job.value())
        .query(
            (row, _) ->
                new Place(
                    row.getBoolean("cancel_asked"),
                    row.getBoolean("paused"),
                    row.getBoolean("claimed"),
                    row.getBoolean("pinned"),
                    (Long) row.getObject("bound"),
                    row.getString("pool"),
                    (Integer) row.getObject("job_limit"),
                    row.getInt("running"),
                    row.getInt("position"),
                    (Double) row.getObject("seconds")))
        .optional();
  }

  /// The accounts that may run it: the one that it is bound to, else those of its queue's pool.
  private List<Serving> serving(Place place) {
    return jdbc.sql(
            """
            select a.customer is null as shared, a.label, a.linked, a.active, a.status, a.attention,
              a.at_once,
              (select count(*) from job r where r.account = a.id and r.status = 'PROCESSING') as running
            from account a
            where case when :bound::bigint is null then a.pool = :pool and a.linked
              else a.id = :bound end
            order by a.id
            """)
        .param("bound", place.bound(), Types.BIGINT)
        .param("pool", place.pool())
        .query(
            (row, _) ->
                new Serving(
                    row.getBoolean("shared") ? null : row.getString("label"),
                    row.getBoolean("linked"),
                    row.getBoolean("active"),
                    row.getString("status"),
                    row.getString("attention"),
                    row.getInt("at_once"),
                    row.getInt("running")))
        .list();
  }
}
