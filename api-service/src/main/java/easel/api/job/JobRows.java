package easel.api.job;

import easel.api.database.Columns;
import easel.common.id.AccountId;
import easel.common.id.JobId;
import easel.common.id.QueueId;
import easel.common.message.Button;
import easel.common.message.Command;
import easel.common.message.DiscordMessage;
import easel.common.message.FailReason;
import easel.common.message.Wire;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Jobs in PostgreSQL, as they are accepted and read.
@Repository
class JobRows {
  private static final String SELECT =
      """
      select j.id, j.customer, j.queue, j.dialect, j.command, j.status, j.progress, j.prompt, j.ref,
        j.account, a.label, j.preview, j.picture, j.original_url, j.buttons, j.message,
        case when j.picture is null then j.content end as content,
        j.originating, j.reason, j.error, j.sent, j.created_at, j.updated_at, j.sent_at,
        j.finished_at, j.change, %s as position
      from job j left join account a on a.id = j.account
      """;

  // The position is a count over an index of waiting jobs alone.
  private static final String COLUMNS =
      SELECT.formatted(
          """
          case when j.status = 'QUEUED' then
            (select count(*) from job w
             where w.queue = j.queue and w.number <= j.number and w.status = 'QUEUED') end\
          """);

  // For many jobs at once: each of a thousand waiting ones would count those before it.
  private static final String WITHOUT_POSITION = SELECT.formatted("null::bigint");

  /// What accepting found of the idempotency key.
  ///
  /// @param body as `IdempotencyKey` has it kept
  record Remembered(String body, JobId job) {}

  /// An account as a job can be meant for it.
  record Target(AccountId account, boolean linked) {}

  /// A job, and the number of its last change.
  record Numbered(Job job, long change) {}

  /// A place in a queue's order, and when it was taken by PostgreSQL's clock.
  record Place(long number, Instant acceptedAt) {}

  private final JdbcClient jdbc;

  JobRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// Takes the key for a job that is about to be accepted. Another request with the same key waits
  /// here until this one's transaction ends.
  ///
  /// @return whether it was free
  boolean takeKey(long customer, IdempotencyKey key, UUID placeholder) {
    return jdbc.sql(
                """
                insert into idempotency_key (customer, key, body, job)
                values (:customer, :key, :body, :job)
                on conflict (customer, key) do update
                set body = excluded.body, job = excluded.job, created_at = now()
                where idempotency_key.created_at < now() - interval '24 hours'
                """)
            .param("customer", customer)
            .param("key", key.key())
            .param("body", key.kept())
            .param("job", placeholder)
            .update()
        == 1;
  }

  void setKeyJob(long customer, IdempotencyKey key, JobId job) {
    jdbc.sql("update idempotency_key set job = ? where customer = ? and key = ?")
        .param(job.value())
        .param(customer)
        .param(key.key())
        .update();
  }

  Remembered remembered(long customer, IdempotencyKey key) {
    return jdbc.sql("select body, job from idempotency_key where customer = ? and key = ?")
        .param(customer)
        .param(key.key())
        .query((row, _) -> new Remembered(row.getString("body"), Columns.job(row, "job")))
        .single();
  }

  /// What was accepted with the key so far, if anything was.
  Optional<Remembered> find(long customer, IdempotencyKey key) {
    return jdbc.sql(
            """
            select body, job from idempotency_key
            where customer = ? and key = ? and created_at > now() - interval '24 hours'
            """)
        .param(customer)
        .param(key.key())
        .query((row, _) -> new Remembered(row.getString("body"), Columns.job(row, "job")))
        .optional();
  }

  void forgetOldKeys() {
    jdbc.sql("delete from idempotency_key where created_at < now() - interval '25 hours'").update();
  }

  /// The account whose turn it is, whose turn then is over: of the usable ones, or if there is none
  /// of all linked ones, the one that had its turn longest ago. Under the customer's lock, so that
  /// instances take turns one after another.
  Optional<AccountId> takeTurn(long customer) {
    jdbc.sql("select from customer where id = ? for no key update")
        .param(customer)
        .query((_, _) -> true)
        .single();
    return jdbc.sql(
            """
            update account set last_turn = nextval('turn')
            where id = (
              select id from account where customer = ? and linked
              order by usable desc, last_turn, id limit 1)
            returning id
            """)
        .param(customer)
        .query(Long.class)
        .optional()
        .map(AccountId::new);
  }

  Optional<Target> target(long customer, AccountId account) {
    return jdbc.sql("select id, linked from account where id = ? and customer = ?")
        .param(account.value())
        .param(customer)
        .query((row, _) -> new Target(new AccountId(row.getLong("id")), row.getBoolean("linked")))
        .optional();
  }

  Dialogs dialogs(long customer, AccountId account) {
    return jdbc.sql(
            """
            select second_ear, linked and customer = ? as own, remix
            from account where id = ?
            """)
        .param(customer)
        .param(account.value())
        .query(
            (row, _) ->
                new Dialogs(
                    row.getBoolean("second_ear"), row.getBoolean("own"), row.getBoolean("remix")))
        .optional()
        .orElse(Dialogs.NONE);
  }

  boolean isLinked(AccountId account) {
    return jdbc.sql("select linked from account where id = ?")
        .param(account.value())
        .query(Boolean.class)
        .optional()
        .orElse(false);
  }

  /// Whether any linked account could ever run a job of a customer with one queue.
  boolean hasServingAccount(long customer) {
    return jdbc.sql(
            """
            select exists (select from account where customer = ? and linked)
              or exists (select from account where customer is null and linked)
            """)
        .param(customer)
        .query(Boolean.class)
        .single();
  }

  boolean isQueueOf(long customer, QueueId queue) {
    return jdbc.sql("select exists (select from queue where id = ? and customer = ?)")
        .param(queue.value())
        .param(customer)
        .query(Boolean.class)
        .single();
  }

  /// An id for a job that is announced before it is accepted.
  JobId newId() {
    return TimeOrderedId.of(
        jdbc.sql("select clock_timestamp() as announced_at")
            .query((row, _) -> Columns.instant(row, "announced_at"))
            .single());
  }

  /// The next place of a queue. The queue stays locked until the transaction ends, so that the
  /// order of numbers is the order of commits.
  Place takePlace(QueueId queue) {
    return jdbc.sql(
            """
            update queue set last_number = last_number + 1 where id = ?
            returning last_number, clock_timestamp() as accepted_at
            """)
        .param(queue.value())
        .query(
            (row, _) -> new Place(row.getLong("last_number"), Columns.instant(row, "accepted_at")))
        .single();
  }

  /// Takes the number of the job's first change, too: the transaction must need no other lock after
  /// this, since nobody else can take one for this customer until it ends.
  void insert(
      JobId id,
      long customer,
      QueueId queue,
      Place place,
      NewJob job,
      @Nullable AccountId account) {
    var pinned = job.pinned();
    var originating = job.originating();
    var envelope = job.envelope();
    jdbc.sql(
            """
            with numbered as (
              insert into change_counter as c (customer, last_change) values (:customer, 1)
              on conflict (customer) do update set last_change = c.last_change + 1
              returning last_change),
            accepted as (
              insert into job (id, customer, queue, number, command, prompt, ref, webhook,
                dialect, originating, pinned, account, created_at, updated_at, change)
              values (:id, :customer, :queue, :number, :command, :prompt, :ref, :webhook,
                :dialect, :originating, :pinned, :account, :at, :at,
                (select last_change from numbered))
              returning id, customer, created_at, change),
            found_by as (
              insert into job_search (customer, job, terms)
              values (:customer, :id, job_terms(:customer, :operation, :searched, :ref)))
            insert into trace (job, at, step, customer, change)
            select id, created_at, 'accepted', customer, change from accepted
            """)
        .param("id", id.value())
        .param("customer", customer)
        .param("queue", queue.value())
        .param("number", place.number())
        .param("command", Wire.writeText(job.command()))
        .param("prompt", job.prompt(), Types.VARCHAR)
        .param("operation", Operation.of(job.command()).command())
        .param("searched", SearchRows.folded(job.prompt()), Types.VARCHAR)
        .param("ref", envelope.ref(), Types.VARCHAR)
        .param("webhook", envelope.webhook(), Types.VARCHAR)
        .param("dialect", envelope.dialect().name())
        .param("originating", originating == null ? null : originating.value(), Types.OTHER)
        .param("pinned", pinned == null ? null : pinned.value(), Types.BIGINT)
        .param("account", account == null ? null : account.value(), Types.BIGINT)
        .param("at", Columns.of(place.acceptedAt()))
        .update();
  }

  Optional<Job> find(long customer, JobId id) {
    return jdbc.sql(COLUMNS + " where j.id = ? and j.customer = ?")
        .param(id.value())
        .param(customer)
        .query((row, _) -> job(row))
        .optional();
  }

  List<Numbered> find(long customer, Collection<JobId> ids) {
    return jdbc.sql(COLUMNS + " where j.id = any(?) and j.customer = ?")
        .param(ids.stream().map(JobId::value).toArray(UUID[]::new))
        .param(customer)
        .query((row, _) -> new Numbered(job(row), row.getLong("change")))
        .list();
  }

  List<Job> all(Collection<JobId> ids) {
    return jdbc.sql(COLUMNS + " where j.id = any(?)")
        .param(ids.stream().map(JobId::value).toArray(UUID[]::new))
        .query((row, _) -> job(row))
        .list();
  }

  /// Without their positions.
  List<Job> all(long customer, Collection<JobId> jobs) {
    return jdbc.sql(WITHOUT_POSITION + " where j.id = any(?) and j.customer = ?")
        .param(jobs.stream().map(JobId::value).toArray(UUID[]::new))
        .param(customer)
        .query((row, _) -> job(row))
        .list();
  }

  /// Those that have not ended, oldest first, without their positions.
  List<Job> open(long customer) {
    // Each part finds its jobs by an index of open ones alone.
    return jdbc.sql(
            WITHOUT_POSITION
                + """
                where j.id in (
                  select r.id from queue q join job r on r.queue = q.id and r.status = 'PROCESSING'
                  where q.customer = :customer
                  union all
                  select w.id from queue q join job w on w.queue = q.id and w.status = 'QUEUED'
                  where q.customer = :customer)
                order by j.id
                """)
        .param("customer", customer)
        .query((row, _) -> job(row))
        .list();
  }

  /// Newest first, those before the cursor.
  List<Job> page(long customer, @Nullable Status status, @Nullable JobId before, int limit) {
    return jdbc.sql(
            COLUMNS
                + """
                where j.customer = :customer
                  and (:status::text is null or j.status = :status)
                  and (:before::uuid is null or j.id < :before)
                order by j.id desc limit :limit
                """)
        .param("customer", customer)
        .param("status", status == null ? null : status.name(), Types.VARCHAR)
        .param("before", before == null ? null : before.value(), Types.OTHER)
        .param("limit", limit)
        .query((row, _) -> job(row))
        .list();
  }

  /// Asks for the job's end, unless it has ended.
  Optional<QueueId> requestCancel(long customer, JobId id) {
    return jdbc.sql(
            """
            update job set cancel_asked_at = now()
            where id = ? and customer = ? and finished_at is null returning queue
            """)
        .param(id.value())
        .param(customer)
        .query((row, _) -> new QueueId(row.getString("queue")))
        .optional();
  }

  /// Asks for the ends of all jobs of the queue that have not ended.
  ///
  /// @return how many
  int requestCancelOfAll(QueueId queue) {
    return requestCancels(queue, "status in ('QUEUED', 'PROCESSING')");
  }

  /// Asks for the ends of all jobs of the queue whose turn has not come.
  ///
  /// @return how many
  int requestCancelOfWaiting(QueueId queue) {
    return requestCancels(queue, "status = 'QUEUED'");
  }

  // Locked in the order of ids, as everywhere: nobody waits in a circle.
  private int requestCancels(QueueId queue, String which) {
    return jdbc.sql(
            """
            with locked as (
              select id from job
              where id in (
                select id from job where queue = :queue and status = 'QUEUED'
                union all
                select id from job where queue = :queue and status = 'PROCESSING')
                and %1$s
              order by id for no key update)
            update job set cancel_asked_at = now()
            from locked where job.id = locked.id and job.finished_at is null and job.%1$s
            """
                .formatted(which))
        .param("queue", queue.value())
        .update();
  }

  /// Asks for the ends of those of these jobs that have not ended.
  ///
  /// @return how many
  int requestCancelOf(long customer, Collection<JobId> jobs) {
    return jdbc.sql(
            """
            with locked as (
              select id from job where id = any(:jobs) and customer = :customer
              order by id for no key update)
            update job set cancel_asked_at = now()
            from locked where job.id = locked.id and job.finished_at is null
            """)
        .param("jobs", jobs.stream().map(JobId::value).toArray(UUID[]::new))
        .param("customer", customer)
        .update();
  }

  boolean isQueued(JobId id) {
    return jdbc.sql("select status = 'QUEUED' from job where id = ?")
        .param(id.value())
        .query(Boolean.class)
        .single();
  }

  List<TraceStep> trace(JobId id) {
    return jdbc.sql(
            """
            select at, step, account, progress, discord_message, discord_channel, detail
            from trace where job = ? order by at, id
            """)
        .param(id.value())
        .query(
            (row, _) ->
                new TraceStep(
                    row.getString("step"),
                    Columns.instant(row, "at"),
                    (Long) row.getObject("account"),
                    (Integer) row.getObject("progress"),
                    row.getString("discord_message"),
                    row.getString("discord_channel"),
                    row.getString("detail")))
        .list();
  }

  private static Job job(ResultSet row) throws SQLException {
    var buttons = row.getString("buttons");
    var message = row.getString("message");
    var reason = row.getString("reason");
    var position = (Long) row.getObject("position");
    return new Job(
        Columns.job(row, "id"),
        row.getLong("customer"),
        new QueueId(row.getString("queue")),
        Dialect.valueOf(row.getString("dialect")),
        Wire.readText(row.getString("command"), Command.class),
        Status.valueOf(row.getString("status")),
        position == null ? null : Math.toIntExact(position),
        row.getInt("progress"),
        row.getString("prompt"),
        row.getString("ref"),
        Columns.accountOrNull(row, "account"),
        row.getString("label"),
        row.getString("preview"),
        row.getString("picture"),
        row.getString("original_url"),
        row.getString("content"),
        buttons == null ? List.of() : List.of(Wire.readText(buttons, Button[].class)),
        message == null ? null : Wire.readText(message, DiscordMessage.class),
        Columns.jobOrNull(row, "originating"),
        reason == null ? null : FailReason.valueOf(reason),
        row.getString("error"),
        Columns.booleanOrNull(row, "sent"),
        Columns.instant(row, "created_at"),
        Columns.instant(row, "updated_at"),
        Columns.instantOrNull(row, "sent_at"),
        Columns.instantOrNull(row, "finished_at"));
  }
}
