package easel.api.job;

import easel.api.database.Columns;
import easel.api.job.WaitReason.Serving;
import easel.api.queue.OutlookRows;
import easel.common.directory.QueueEntry;
import easel.common.id.JobId;
import java.sql.Types;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// What holds a waiting job up. What is counted is counted over indexes of open jobs.
@Repository
class WaitRows {
  private record Place(
      JobId job,
      boolean cancelAsked,
      boolean paused,
      boolean handedOver,
      boolean pinned,
      @Nullable Long bound,
      String pool,
      @Nullable Integer limit,
      int running,
      int position,
      @Nullable Double duration) {}

  /// Who may run a job.
  ///
  /// @param bound the one account that may, null if any of the pool's may
  private record Runners(String pool, @Nullable Long bound) {}

  private final JdbcClient jdbc;

  WaitRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// @return empty if it does not wait any more
  Optional<WaitReason> of(JobId job) {
    return Optional.ofNullable(of(List.of(job)).get(job));
  }

  /// Of those of them that wait.
  Map<JobId, WaitReason> of(Collection<JobId> jobs) {
    var reasons = new HashMap<JobId, WaitReason>();
    if (jobs.isEmpty()) {
      return reasons;
    }
    var serving = new HashMap<Runners, List<Serving>>();
    for (var place : places(jobs)) {
      var runners = new Runners(place.pool(), place.bound());
      reasons.put(
          place.job(),
          new WaitReason(
              place.cancelAsked(),
              place.paused(),
              place.handedOver(),
              place.pinned(),
              place.bound() != null,
              serving.computeIfAbsent(runners, this::serving),
              place.limit(),
              place.running(),
              place.position(),
              place.duration()));
    }
    return reasons;
  }

  private List<Place> places(Collection<JobId> jobs) {
    return jdbc.sql(
            """
            select j.id, j.cancel_asked_at is not null as cancel_asked, q.paused, j.claimed,
              j.pinned is not null as pinned, coalesce(j.pinned, q.home) as bound, q.pool,
              case when q.job_limit < :unlimited then q.job_limit end as job_limit,
              (select count(*) from job r where r.queue = q.id and r.status = 'PROCESSING') as running,
              (select count(*) from job w
               where w.queue = q.id and w.number <= j.number and w.status = 'QUEUED') as position,
              %s as duration
            from job j join queue q on q.id = j.queue
            where j.id = any(:jobs) and j.status = 'QUEUED'
            """
                .formatted(OutlookRows.JOB_DURATION))
        .param("unlimited", QueueEntry.UNLIMITED)
        .param("jobs", jobs.stream().map(JobId::value).toArray(UUID[]::new))
        .query(
            (row, _) ->
                new Place(
                    Columns.job(row, "id"),
                    row.getBoolean("cancel_asked"),
                    row.getBoolean("paused"),
                    row.getBoolean("claimed"),
                    row.getBoolean("pinned"),
                    (Long) row.getObject("bound"),
                    row.getString("pool"),
                    (Integer) row.getObject("job_limit"),
                    row.getInt("running"),
                    row.getInt("position"),
                    (Double) row.getObject("duration")))
        .list();
  }

  /// The accounts that may run it: the one that it is bound to, else those of its queue's pool.
  private List<Serving> serving(Runners runners) {
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
        .param("bound", runners.bound(), Types.BIGINT)
        .param("pool", runners.pool())
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
