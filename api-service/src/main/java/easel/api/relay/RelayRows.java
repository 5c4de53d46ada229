package easel.api.relay;

import easel.api.database.Columns;
import easel.common.id.JobId;
import easel.common.id.QueueId;
import easel.common.message.Command;
import easel.common.message.LaneJob;
import easel.common.message.Wire;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Which accepted jobs are in their lanes, in PostgreSQL.
@Repository
class RelayRows {
  /// A queue whose jobs should be in its lane.
  ///
  /// @param waiting its jobs that are in the lane as far as we know
  record Expected(QueueId queue, int waiting) {}

  private final JdbcClient jdbc;

  RelayRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// Waits until no other instance publishes jobs of the queue, and keeps others from it until the
  /// transaction ends.
  void lock(QueueId queue) {
    jdbc.sql("select pg_advisory_xact_lock(hashtext('easel.relay'), hashtext(?))")
        .param(queue.value())
        .query((_, _) -> true)
        .single();
  }

  /// Waits until no other instance looks whether the broker was emptied.
  void lockMark() {
    jdbc.sql("select pg_advisory_xact_lock(hashtext('easel.mark'))").query((_, _) -> true).single();
  }

  List<QueueId> queuesWithUnpublished() {
    return jdbc.sql("select distinct queue from job where status = 'QUEUED' and not published")
        .query((row, _) -> new QueueId(row.getString("queue")))
        .list();
  }

  List<LaneJob> firstUnpublished(QueueId queue, int limit) {
    return jdbc.sql(
            """
            select id, number, created_at, pinned, command from job
            where queue = ? and status = 'QUEUED' and not published
            order by number limit ?
            """)
        .param(queue.value())
        .param(limit)
        .query(
            (row, _) ->
                new LaneJob(
                    Columns.job(row, "id"),
                    queue,
                    row.getLong("number"),
                    Columns.instant(row, "created_at"),
                    Columns.accountOrNull(row, "pinned"),
                    Wire.readText(row.getString("command"), Command.class)))
        .list();
  }

  // Rows are locked in the order of ids, as everywhere: nobody waits in a circle.
  void markPublished(List<JobId> jobs) {
    jdbc.sql(
            """
            with locked as (
              select id from job where id = any(?) order by id for no key update),
            marked as (
              update job set published = true, published_at = now()
              from locked where job.id = locked.id returning job.id, job.number)
            insert into trace (job, at, step) select id, now(), 'queued' from marked order by number
            """)
        .param(jobs.stream().map(JobId::value).toArray(UUID[]::new))
        .update();
  }

  /// Queues that have had jobs in their lanes for a while.
  List<Expected> expectedLanes(Duration since) {
    return jdbc.sql(
            """
            select queue, count(*) as waiting from job
            where status = 'QUEUED' and published and not claimed
              and published_at < now() - make_interval(secs => ?)
            group by queue
            """)
        .param(since.toMillis() / 1000.0)
        .query((row, _) -> new Expected(new QueueId(row.getString("queue")), row.getInt("waiting")))
        .list();
  }

  List<QueueId> queuesWithPublished() {
    return jdbc.sql(
            "select distinct queue from job where status = 'QUEUED' and published and not claimed")
        .query((row, _) -> new QueueId(row.getString("queue")))
        .list();
  }

  /// Notes that the lanes of queues without waiting jobs are not there any more.
  void undeclareIdle(long version) {
    jdbc.sql(
            """
            update queue set declared = false, version = ?
            where declared and not exists (
              select from job where job.queue = queue.id and job.status = 'QUEUED')
            """)
        .param(version)
        .update();
  }

  /// Takes the marks of all jobs that should be in the lane, so that they are published again in
  /// order. Under the queue's lock.
  ///
  /// @param pause no lane is restored twice within it: another instance may have seen the same
  /// @return how many jobs are to be published again
  int takeMarks(QueueId queue, Duration pause) {
    if (!pause.isZero() && !noteRestored(queue, pause)) {
      return 0;
    }
    return jdbc.sql(
            """
            with locked as (
              select id from job
              where queue = ? and status = 'QUEUED' and published and not claimed
              order by id for no key update)
            update job set published = false from locked where job.id = locked.id
            """)
        .param(queue.value())
        .update();
  }

  // Locks the queue's row, as accepting does.
  private boolean noteRestored(QueueId queue, Duration pause) {
    return jdbc.sql(
                """
                    update queue set restored_at = now() where id = ?
                    and (restored_at is null or restored_at < now() - make_interval(secs => ?))
                    """)
            .param(queue.value())
            .param(pause.toMillis() / 1000.0)
            .update()
        == 1;
  }
}
