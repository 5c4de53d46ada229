package easel.api.board;

import easel.api.board.QueueView.RunningJob;
import easel.api.board.QueueView.WaitingJob;
import easel.api.database.Columns;
import easel.common.directory.QueueEntry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Queues with what runs and waits in them. What is counted is counted over indexes of open jobs:
/// its cost does not depend on how many jobs ever were.
@Repository
class BoardRows {
  /// What a customer's jobs and accounts come to.
  record Totals(int accounts, int waiting, int running) {}

  // A queue that gets no new jobs any more is shown until it is empty.
  // The duration of the last jobs of a queue says how long the next will take; few are looked at,
  // also where none of them was done.
  private static final String QUEUES =
      """
      select q.id, q.customer, q.paused, q.of_account, a.label,
        case when q.job_limit < :unlimited then q.job_limit else coalesce(a.concurrency, 0) end
          as job_limit,
        coalesce(w.count, 0) as waiting, w.oldest,
        extract(epoch from now() - w.oldest)::bigint as oldest_wait,
        (select avg(extract(epoch from finished_at - sent_at)) from (
          select finished_at, sent_at from (
            select number, status, finished_at, sent_at from job
            where queue = q.id and claimed order by number desc limit 100) recent
          where status = 'DONE' and sent_at is not null
          order by number desc limit 20) last) as duration
      from queue q
      join customer c on c.id = q.customer
      left join account a on a.id = q.of_account
      left join lateral (
        select count(*) as count, min(created_at) as oldest from job
        where queue = q.id and status = 'QUEUED') w on true
      where (:customer::bigint is null or q.customer = :customer)
        and (case when c.plan in ('TRIAL', 'STANDARD') then q.of_account is null else a.linked end
          or w.count > 0
          or exists (select from job where queue = q.id and status = 'PROCESSING'))
      order by q.customer, q.of_account nulls first
      """;

  private final JdbcClient jdbc;

  BoardRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// @param customer null for all
  /// @param listed how many waiting jobs of each queue are listed; all are counted
  List<QueueView> queues(@Nullable Long customer, int listed) {
    var running = running(customer);
    var waiting = waiting(customer, listed);
    return jdbc.sql(QUEUES)
        .param("customer", customer, Types.BIGINT)
        .param("unlimited", QueueEntry.UNLIMITED)
        .query((row, _) -> queue(row, running, waiting))
        .list();
  }

  Totals totals(long customer) {
    return jdbc.sql(
            """
            select
              (select count(*) from account where customer = :customer and linked) as accounts,
              (select count(*) from queue q join job j on j.queue = q.id and j.status = 'QUEUED'
                where q.customer = :customer) as waiting,
              (select count(*) from queue q join job j on j.queue = q.id and j.status = 'PROCESSING'
                where q.customer = :customer) as running
            """)
        .param("customer", customer)
        .query(
            (row, _) ->
                new Totals(row.getInt("accounts"), row.getInt("waiting"), row.getInt("running")))
        .single();
  }

  private Map<String, List<RunningJob>> running(@Nullable Long customer) {
    var running = new HashMap<String, List<RunningJob>>();
    jdbc.sql(
            """
            select j.queue, j.id, j.account, a.label, j.progress, j.prompt, j.sent_at
            from queue q
            join job j on j.queue = q.id and j.status = 'PROCESSING'
            left join account a on a.id = j.account
            where (:customer::bigint is null or q.customer = :customer)
            order by j.number
            """)
        .param("customer", customer, Types.BIGINT)
        .query(
            row -> {
              running
                  .computeIfAbsent(row.getString("queue"), _ -> new ArrayList<>())
                  .add(
                      new RunningJob(
                          row.getObject("id", UUID.class),
                          new QueueView.AccountRef(row.getLong("account"), row.getString("label")),
                          row.getInt("progress"),
                          row.getString("prompt"),
                          Columns.instantOrNull(row, "sent_at")));
            });
    return running;
  }

  private Map<String, List<WaitingJob>> waiting(@Nullable Long customer, int listed) {
    var waiting = new HashMap<String, List<WaitingJob>>();
    jdbc.sql(
            """
            select j.queue, j.id, j.prompt, j.created_at
            from queue q
            cross join lateral (
              select queue, id, prompt, created_at, number from job
              where queue = q.id and status = 'QUEUED' order by number limit :listed) j
            where (:customer::bigint is null or q.customer = :customer)
            order by j.queue, j.number
            """)
        .param("customer", customer, Types.BIGINT)
        .param("listed", listed)
        .query(
            row -> {
              var ofQueue = waiting.computeIfAbsent(row.getString("queue"), _ -> new ArrayList<>());
              ofQueue.add(
                  new WaitingJob(
                      row.getObject("id", UUID.class),
                      ofQueue.size() + 1,
                      row.getString("prompt"),
                      Columns.instant(row, "created_at")));
            });
    return waiting;
  }

  private static QueueView queue(
      ResultSet row, Map<String, List<RunningJob>> running, Map<String, List<WaitingJob>> waiting)
      throws SQLException {
    var id = row.getString("id");
    var limit = row.getInt("job_limit");
    var count = row.getInt("waiting");
    var oldest = (Long) row.getObject("oldest_wait");
    var duration = row.getDouble("duration");
    var paused = row.getBoolean("paused");
    var runs = running.getOrDefault(id, List.of());
    return new QueueView(
        id,
        row.getString("label"),
        limit,
        paused,
        runs,
        waiting.getOrDefault(id, List.of()),
        count,
        oldest,
        paused ? null : QueueView.expectedWait(count, runs.size(), limit, duration));
  }
}
