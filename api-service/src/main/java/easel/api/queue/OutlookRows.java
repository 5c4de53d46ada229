package easel.api.queue;

import easel.common.id.JobId;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// What waiting jobs have before them. What is counted is counted over indexes of open jobs.
@Repository
public class OutlookRows {
  /// In a statement about a queue `q`: how many seconds its last jobs took, null if none was done
  /// yet. Few are looked at, also where none of them was done.
  public static final String JOB_DURATION =
      """
      (select avg(extract(epoch from finished_at - sent_at))::float8 from (
        select finished_at, sent_at from (
          select number, status, finished_at, sent_at from job
          where queue = q.id and claimed order by number desc limit 100) recent
        where status = 'DONE' and sent_at is not null
        order by number desc limit 20) last)""";

  private static final String OUTLOOK =
      """
      select q.paused, q.job_limit, s.slots, s.free,
        (select count(*) from job r where r.queue = q.id and r.status = 'PROCESSING') as running,
        (select count(*) from job w
         where w.queue = q.id and w.number < j.number and w.status = 'QUEUED') as ahead
      from job j join queue q on q.id = j.queue
      cross join lateral (
        select coalesce(sum(a.at_once), 0) as slots,
          coalesce(sum(greatest(0, a.at_once - (
            select count(*) from job r where r.account = a.id and r.status = 'PROCESSING'))), 0)
            as free
        from account a
        where a.usable and (a.id = coalesce(j.pinned, q.home)
          or coalesce(j.pinned, q.home) is null and a.pool = q.pool)) s
      where j.id = :job and j.status = 'QUEUED'
      """;

  private final JdbcClient jdbc;

  OutlookRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// @return empty if it does not wait any more
  public Optional<Outlook> outlook(JobId job) {
    return jdbc.sql(OUTLOOK)
        .param("job", job.value())
        .query(
            (row, _) ->
                Outlook.of(
                    row.getBoolean("paused"),
                    row.getInt("job_limit"),
                    row.getInt("running"),
                    row.getInt("slots"),
                    row.getInt("free"),
                    row.getInt("ahead")))
        .optional();
  }
}
