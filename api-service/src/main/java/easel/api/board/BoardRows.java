package easel.api.board;

import easel.api.database.Columns;
import easel.api.picture.Video;
import easel.api.queue.OutlookRows;
import easel.common.directory.QueueEntry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Queues with what runs and waits in them. What is counted is counted over indexes of open jobs:
/// its cost does not depend on how many jobs ever were.
@Repository
class BoardRows {
  /// What a customer's jobs and accounts come to.
  ///
  /// @param shared whether there are shared accounts
  record Totals(int accounts, boolean shared, int waiting, int running) {}

  /// What was set anew of queues and their accounts.
  ///
  /// @param version up to which nothing is left out
  /// @param changed whether anything was set, also of accounts that have no queue of their own
  record Settings(long version, boolean changed, Set<String> queues) {}

  /// A queue in which anything happens.
  ///
  /// @param earlier whether it is not after the one that was asked for
  record Active(String id, boolean earlier) {}

  /// A finished job.
  ///
  /// @param picture the unguessable part of its picture's address, null of texts and videos
  record DoneJob(UUID job, @Nullable String prompt, @Nullable String picture, Instant finishedAt) {}

  /// Which queues are looked at: a condition on `q`, and its parameters.
  private record Which(String condition, Map<String, Object> parameters) {}

  // So many changes are looked through for what was done last: more may follow an end only while
  // jobs are accepted and nothing ends.
  private static final int CHANGES_BACK = 5_000;

  private final JdbcClient jdbc;

  BoardRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// @param listed how many waiting jobs of each queue are listed; all are counted
  List<QueueNow> ofCustomer(long customer, int listed) {
    return queues(new Which("q.customer = :customer", Map.of("customer", customer)), listed);
  }

  /// Those of these queues that are the customer's and are shown.
  List<QueueNow> ofCustomer(long customer, Collection<String> queues, int listed) {
    return queues(
        new Which(
            "q.customer = :customer and q.id = any(:queues)",
            Map.of("customer", customer, "queues", queues.toArray(String[]::new))),
        listed);
  }

  /// All queues of all customers.
  List<QueueNow> all(int listed) {
    return queues(new Which("true", Map.of()), listed);
  }

  /// Those of these queues that are shown, whosever they are.
  List<QueueNow> these(Collection<String> queues, int listed) {
    return queues(
        new Which("q.id = any(:queues)", Map.of("queues", queues.toArray(String[]::new))), listed);
  }

  /// The queues in which something runs or waits, or which are paused, in their order, which does
  /// not change.
  ///
  /// @param after a queue, in whatever state it is now; null for the first ones
  List<Active> active(@Nullable String after) {
    return jdbc.sql(
            """
            select q.id, coalesce(
                (q.customer, coalesce(q.of_account, 0)) <= (s.customer, coalesce(s.of_account, 0)),
                false) as earlier
            from queue q left join queue s on s.id = :after
            where q.paused or q.id in (
              select queue from job where status = 'QUEUED'
              union select queue from job where status = 'PROCESSING')
            order by q.customer, q.of_account nulls first
            """)
        .param("after", after, Types.VARCHAR)
        .query((row, _) -> new Active(row.getString("id"), row.getBoolean("earlier")))
        .list();
  }

  Totals totals(long customer) {
    return jdbc.sql(
            """
            select
              (select count(*) from account where customer = :customer and linked) as accounts,
              exists (select from account where customer is null and linked) as shared,
              (select count(*) from queue q join job j on j.queue = q.id and j.status = 'QUEUED'
                where q.customer = :customer) as waiting,
              (select count(*) from queue q join job j on j.queue = q.id and j.status = 'PROCESSING'
                where q.customer = :customer) as running
            """)
        .param("customer", customer)
        .query(
            (row, _) ->
                new Totals(
                    row.getInt("accounts"),
                    row.getBoolean("shared"),
                    row.getInt("waiting"),
                    row.getInt("running")))
        .single();
  }

  /// What was set of the customer's queues and accounts after this version of the directory.
  Settings setAfter(long customer, long version) {
    var queues = new HashSet<String>();
    var last = new long[] {version};
    jdbc.sql(
            """
            select q.id, q.version from queue q
            where q.customer = :customer and q.version > :version
            union all
            select q.id, a.version from account a left join queue q on q.of_account = a.id
            where a.customer = :customer and a.version > :version
            """)
        .param("customer", customer)
        .param("version", version)
        .query(
            row -> {
              last[0] = Math.max(last[0], row.getLong("version"));
              var queue = row.getString("id");
              if (queue != null) {
                queues.add(queue);
              }
            });
    return new Settings(last[0], last[0] > version, queues);
  }

  /// The version up to which the customer's queues and accounts are set now.
  long version(long customer) {
    return jdbc.sql(
            """
            select greatest(
              (select coalesce(max(version), 0) from queue where customer = :customer),
              (select coalesce(max(version), 0) from account where customer = :customer))
            """)
        .param("customer", customer)
        .query(Long.class)
        .single();
  }

  /// What was done last, newest first.
  List<DoneJob> done(long customer, int most) {
    return jdbc.sql(
            """
            select j.id, j.prompt, j.picture, j.original_url, j.finished_at
            from (
              select job, change from (
                select job, change, step, detail from trace
                where customer = :customer and change is not null
                order by change desc limit :back) recent
              where step = 'ended' and detail = 'DONE'
              order by change desc limit :most) ended
            join job j on j.id = ended.job
            where j.finished_at is not null
            order by ended.change desc
            """)
        .param("customer", customer)
        .param("back", CHANGES_BACK)
        .param("most", most)
        .query(
            (row, _) ->
                new DoneJob(
                    row.getObject("id", UUID.class),
                    row.getString("prompt"),
                    Video.isAt(row.getString("original_url")) ? null : row.getString("picture"),
                    Columns.instant(row, "finished_at")))
        .list();
  }

  /// Where Discord has the picture of a running job of the customer, as far as it is drawn.
  Optional<String> preview(long customer, UUID job) {
    return jdbc.sql(
            """
            select preview from job
            where id = ? and customer = ? and status = 'PROCESSING' and preview is not null
            """)
        .param(job)
        .param(customer)
        .query(String.class)
        .optional();
  }

  private List<QueueNow> queues(Which which, int listed) {
    var running = running(which);
    var waiting = waiting(which, listed);
    // A queue that gets no new jobs any more is shown until it is empty.
    return jdbc.sql(
            """
            with usable as materialized (
              select s.id, s.pool, s.at_once as slots,
                greatest(0, s.at_once - (
                  select count(*) from job r where r.account = s.id and r.status = 'PROCESSING'))
                  as free
              from account s
              where s.usable and (
                s.id in (select q.home from queue q where %s)
                or s.pool in (select q.pool from queue q where q.home is null and (%s)))),
            pooled as (
              select pool, sum(slots) as slots, sum(free) as free from usable group by pool)
            select q.id, c.name as customer_name, q.paused, a.label,
              coalesce(h.slots, p.slots, 0) as slots, coalesce(h.free, p.free, 0) as free,
              a.linked, a.active, a.status as account_status,
              case when q.job_limit < :unlimited then q.job_limit else coalesce(a.at_once, 0) end
                as job_limit,
              coalesce(w.count, 0) as waiting,
              extract(epoch from now() - w.oldest)::bigint as oldest_wait,
              %s as duration
            from queue q
            join customer c on c.id = q.customer
            left join account a on a.id = q.of_account
            left join usable h on h.id = q.home
            left join pooled p on p.pool = q.pool and q.home is null
            left join lateral (
              select count(*) as count, min(created_at) as oldest from job
              where queue = q.id and status = 'QUEUED') w on true
            where %s
              and (case when c.plan in ('TRIAL', 'STANDARD') then q.of_account is null else a.linked end
                or w.count > 0
                or exists (select from job where queue = q.id and status = 'PROCESSING'))
            order by q.customer, q.of_account nulls first
            """
                .formatted(
                    which.condition(),
                    which.condition(),
                    OutlookRows.JOB_DURATION,
                    which.condition()))
        .params(which.parameters())
        .param("unlimited", QueueEntry.UNLIMITED)
        .query((row, _) -> queue(row, running, waiting))
        .list();
  }

  private Map<String, List<QueueNow.Running>> running(Which which) {
    var running = new HashMap<String, List<QueueNow.Running>>();
    jdbc.sql(
            """
            select j.queue, j.id, j.account, a.label, j.progress, j.preview, j.prompt, j.sent_at
            from queue q
            join job j on j.queue = q.id and j.status = 'PROCESSING'
            left join account a on a.id = j.account
            where %s
            order by j.number
            """
                .formatted(which.condition()))
        .params(which.parameters())
        .query(
            row -> {
              running
                  .computeIfAbsent(row.getString("queue"), _ -> new ArrayList<>())
                  .add(
                      new QueueNow.Running(
                          row.getObject("id", UUID.class),
                          row.getLong("account"),
                          row.getString("label"),
                          row.getInt("progress"),
                          row.getString("preview"),
                          row.getString("prompt"),
                          Columns.instantOrNull(row, "sent_at")));
            });
    return running;
  }

  private Map<String, List<QueueNow.Waiting>> waiting(Which which, int listed) {
    var waiting = new HashMap<String, List<QueueNow.Waiting>>();
    jdbc.sql(
            """
            select j.queue, j.id, j.prompt, j.created_at
            from queue q
            cross join lateral (
              select queue, id, prompt, created_at, number from job
              where queue = q.id and status = 'QUEUED' order by number limit :listed) j
            where %s
            order by j.queue, j.number
            """
                .formatted(which.condition()))
        .params(which.parameters())
        .param("listed", listed)
        .query(
            row -> {
              var ofQueue = waiting.computeIfAbsent(row.getString("queue"), _ -> new ArrayList<>());
              ofQueue.add(
                  new QueueNow.Waiting(
                      row.getObject("id", UUID.class),
                      ofQueue.size() + 1,
                      row.getString("prompt"),
                      Columns.instant(row, "created_at")));
            });
    return waiting;
  }

  private static QueueNow queue(
      ResultSet row,
      Map<String, List<QueueNow.Running>> running,
      Map<String, List<QueueNow.Waiting>> waiting)
      throws SQLException {
    var id = row.getString("id");
    var label = row.getString("label");
    return new QueueNow(
        id,
        row.getString("customer_name"),
        label,
        label == null ? null : trouble(row),
        row.getInt("job_limit"),
        row.getInt("slots"),
        row.getInt("free"),
        row.getBoolean("paused"),
        running.getOrDefault(id, List.of()),
        waiting.getOrDefault(id, List.of()),
        row.getInt("waiting"),
        (Long) row.getObject("oldest_wait"),
        (Double) row.getObject("duration"));
  }

  private static @Nullable String trouble(ResultSet row) throws SQLException {
    if (!row.getBoolean("linked")) {
      return "account unlinked";
    }
    if (!row.getBoolean("active")) {
      return "account paused";
    }
    return switch (row.getString("account_status")) {
      case "READY" -> null;
      case "CONNECTING" -> "account connects";
      default -> "account needs attention";
    };
  }
}
