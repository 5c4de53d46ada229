package easel.api.webhook;

import easel.api.database.Columns;
import easel.api.outbound.OutboundUrl;
import easel.api.webhook.UnderWay.Full;
import easel.api.webhook.UnderWay.Line;
import easel.common.id.JobId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Deliveries in PostgreSQL: asked for, taken, attempted, looked at, forgotten.
@Repository
class DeliveryRows {
  /// Somebody to be told of a job as it now is.
  ///
  /// @param own whether the URL is the customer's, not the job's
  /// @param hasSecret whether its customer has one already
  record Addressee(
      JobId job, long customer, WebhookEvent event, String url, boolean own, boolean hasSecret) {}

  /// A delivery to be made.
  record NewDelivery(
      DeliveryId id,
      long customer,
      @Nullable JobId job,
      WebhookEvent event,
      boolean own,
      String url,
      String endpoint,
      String body,
      Duration patience) {}

  /// A delivery whose time has come.
  record Due(UUID id, Line line) {}

  /// A delivery as its customer sees it.
  ///
  /// @param nextAttemptAt null once it has ended, and while one is under way
  record Shown(
      DeliveryId id,
      @Nullable JobId job,
      WebhookEvent event,
      boolean own,
      String url,
      DeliveryStatus status,
      boolean underWay,
      Instant createdAt,
      @Nullable Instant nextAttemptAt,
      @Nullable Instant endedAt) {}

  /// One attempt.
  ///
  /// @param durationMs null while it is under way, and where nobody saw its end
  record Attempt(
      Instant at,
      @Nullable Integer statusCode,
      @Nullable String error,
      @Nullable Long durationMs) {}

  /// How it went with the last deliveries to a customer's own URL.
  ///
  /// @param waiting those that are attempted, or will be
  /// @param failing those of them of which an attempt failed
  record Health(int delivered, int waiting, int failing, int givenUp) {}

  // However many there were, so many say how it goes.
  private static final int TELLING = 100;

  private static final String SHOWN =
      """
      select id, job, event, own, url, status, created_at, ended_at,
        status = 'PENDING' and lease is not null and due_at > now() as under_way,
        case when status = 'PENDING' and (lease is null or due_at <= now()) then due_at end as next
      from webhook_delivery
      """;

  private final JdbcClient jdbc;
  private final JdbcTemplate batches;

  DeliveryRows(JdbcClient jdbc, JdbcTemplate batches) {
    this.jdbc = jdbc;
    this.batches = batches;
  }

  /// Who is to be told of these jobs, which are locked. An end is told to whoever asked for it with
  /// the job itself; everything else to whoever chose it.
  ///
  /// @param sent those of which nobody is told but a `notifyHook`
  List<Addressee> addressees(Collection<JobId> jobs, Collection<JobId> sent) {
    return jdbc.sql(
            """
            select j.id, j.customer, j.webhook is null as own, coalesce(j.webhook, w.url) as url,
              case when j.finished_at is null then 'PROGRESS' else j.status end as event,
              w.customer is not null as has_secret
            from job j left join webhook w on w.customer = j.customer
            where j.id = any(?) and coalesce(j.webhook, w.url) is not null
              and case when j.finished_at is null
                  then j.dialect = 'MJ' and j.webhook is not null
                    or 'PROGRESS' = any(w.events) and j.id <> all(?)
                else j.webhook is not null or j.status = any(w.events) end
            order by j.id
            """)
        .param(ids(jobs))
        .param(ids(sent))
        .query(
            (row, _) ->
                new Addressee(
                    Columns.job(row, "id"),
                    row.getLong("customer"),
                    WebhookEvent.valueOf(row.getString("event")),
                    row.getString("url"),
                    row.getBoolean("own"),
                    row.getBoolean("has_secret")))
        .list();
  }

  void insert(List<NewDelivery> deliveries) {
    batches.batchUpdate(
        """
        insert into webhook_delivery (id, customer, job, event, own, url, endpoint, body, gives_up_at)
        values (?, ?, ?, ?, ?, ?, ?, ?, now() + make_interval(secs => ?))
        """,
        deliveries,
        deliveries.size(),
        (statement, delivery) -> {
          var job = delivery.job();
          statement.setObject(1, delivery.id().value());
          statement.setLong(2, delivery.customer());
          statement.setObject(3, job == null ? null : job.value(), Types.OTHER);
          statement.setString(4, delivery.event().name());
          statement.setBoolean(5, delivery.own());
          statement.setString(6, delivery.url());
          statement.setString(7, delivery.endpoint());
          statement.setString(8, delivery.body());
          statement.setDouble(9, seconds(delivery.patience()));
        });
  }

  /// Leaves out the progress of these jobs that was not received yet and is not being sent:
  /// something newer is to be told. What is being sent stays locked, so that whoever ends its
  /// attempt meanwhile sees the newer (see awaitNewer).
  void leaveOutProgress(Collection<JobId> jobs) {
    jdbc.sql(
            """
            with locked as (
              select id, lease from webhook_delivery
              where job = any(?) and status = 'PENDING' and event = 'PROGRESS' and not replayed
              order by number for no key update)
            update webhook_delivery d set status = 'LEFT_OUT', ended_at = now()
            from locked where d.id = locked.id and locked.lease is null
            """)
        .param(ids(jobs))
        .update();
  }

  /// Deliveries whose time has come, of each line the oldest, but none of those that are full. One
  /// waits until the earlier ones of its job have ended.
  ///
  /// Lines are found by skipping from one to the next in their index, so that many deliveries to a
  /// dead receiver cost no more than a few.
  List<Due> due(Full full, int ofALine, int atOnce) {
    return jdbc.sql(
            """
            with recursive line as (
              (select customer, endpoint from webhook_delivery where status = 'PENDING'
               order by customer, endpoint limit 1)
              union all
              select next.customer, next.endpoint
              from line cross join lateral (
                select d.customer, d.endpoint from webhook_delivery d
                where d.status = 'PENDING'
                  and (d.customer, d.endpoint) > (line.customer, line.endpoint)
                order by d.customer, d.endpoint limit 1) next)
            select due.id, line.customer, line.endpoint
            from line cross join lateral (
              select d.id, d.due_at, d.number from webhook_delivery d
              where d.customer = line.customer and d.endpoint = line.endpoint
                and d.status = 'PENDING' and d.due_at <= now()
                and (d.replayed or not exists (
                  select from webhook_delivery e
                  where e.job = d.job and e.number < d.number and e.status = 'PENDING'
                    and not e.replayed))
              order by d.due_at limit :ofALine) due
            where line.customer <> all(:customers)
              and line.endpoint <> all(:endpoints)
              and line.customer || ' ' || line.endpoint <> all(:lines)
            order by due.due_at, due.number limit :atOnce
            """)
        .param("ofALine", ofALine)
        .param("customers", full.customers().toArray(Long[]::new))
        .param("endpoints", full.endpoints().toArray(String[]::new))
        .param("lines", full.lines().toArray(String[]::new))
        .param("atOnce", atOnce)
        .query(
            (row, _) ->
                new Due(
                    row.getObject("id", UUID.class),
                    new Line(row.getLong("customer"), row.getString("endpoint"))))
        .list();
  }

  /// Takes deliveries for one attempt each, those that no other instance was faster to take.
  List<Delivery> take(Collection<UUID> ids, Duration lease) {
    return jdbc.sql(
            """
            with chosen as (
              select id, lease is not null as interrupted from webhook_delivery
              where id = any(:ids) and status = 'PENDING' and due_at <= now()
              order by number for no key update skip locked),
            interrupted as (
              update webhook_attempt a
              set error = 'The instance of Easel that made this attempt was stopped meanwhile.'
              from chosen c
              where c.interrupted and a.delivery = c.id and a.duration_ms is null
                and a.error is null),
            taken as (
              update webhook_delivery d
              set lease = gen_random_uuid(), attempts = attempts + 1, tries = tries + 1,
                due_at = now() + make_interval(secs => :lease)
              from chosen c where d.id = c.id
              returning d.*),
            attempt as (
              insert into webhook_attempt (delivery, number, at)
              select id, attempts, now() from taken)
            select t.id, t.lease, t.customer, t.event, t.url, t.endpoint, t.body, t.attempts,
              t.tries, t.asked_at, t.gives_up_at, now() as at, w.sealed_secret,
              case when w.old_secret_until > now() then w.sealed_old_secret end as sealed_old_secret
            from taken t join webhook w on w.customer = t.customer
            """)
        .param("ids", ids.toArray(UUID[]::new))
        .param("lease", seconds(lease))
        .query((row, _) -> delivery(row))
        .list();
  }

  /// Waits until no newer event of the same job is just being written.
  void awaitNewer(DeliveryId id) {
    jdbc.sql("select from webhook_delivery where id = ? for no key update")
        .param(id.value())
        .query((_, _) -> true)
        .optional();
  }

  /// Writes down what an attempt came to. One that was received is delivered, whoever holds the
  /// lease by now; everything else is said by its holder alone.
  void finish(Delivery delivery, Verdict verdict, Duration took) {
    jdbc.sql(
            """
            with attempt as (
              update webhook_attempt
              set status_code = :code, error = :error, duration_ms = :took
              where delivery = :id and number = :attempt),
            next as (
              select d.id,
                case when :status = 'PENDING' and d.event = 'PROGRESS' and not d.replayed
                    and exists (select from webhook_delivery n
                      where n.job = d.job and n.number > d.number)
                  then 'LEFT_OUT' else :status end as status
              from webhook_delivery d where d.id = :id)
            update webhook_delivery d
            set status = next.status, lease = null,
              due_at = now() + make_interval(secs => :pause),
              ended_at = case when next.status <> 'PENDING' then now() end
            from next
            where d.id = next.id and d.status <> 'DELIVERED'
              and (d.lease = :lease or next.status = 'DELIVERED')
            """)
        .param("id", delivery.id().value())
        .param("attempt", delivery.attempt())
        .param("code", verdict.statusCode(), Types.INTEGER)
        .param("error", verdict.error(), Types.VARCHAR)
        .param("took", took.toMillis())
        .param("status", verdict.status().name())
        .param("pause", seconds(verdict.pause()))
        .param("lease", delivery.lease())
        .update();
  }

  /// Open deliveries to the customer's own URL go to the new one from now on.
  void move(long customer, OutboundUrl url) {
    jdbc.sql(
            """
            update webhook_delivery set url = :url, endpoint = :endpoint
            where id in (
              select id from webhook_delivery
              where customer = :customer and own and status = 'PENDING'
              order by number for no key update)
            """)
        .param("url", url.uri().toString())
        .param("endpoint", url.endpoint())
        .param("customer", customer)
        .update();
  }

  /// Open deliveries to the customer's own URL are not made any more.
  void leaveOutOwn(long customer) {
    jdbc.sql(
            """
            update webhook_delivery set status = 'LEFT_OUT', ended_at = now(), lease = null
            where id in (
              select id from webhook_delivery
              where customer = ? and own and status = 'PENDING'
              order by number for no key update)
            """)
        .param(customer)
        .update();
  }

  Optional<Shown> lock(long customer, DeliveryId id) {
    return jdbc.sql(SHOWN + " where id = ? and customer = ? for no key update")
        .param(id.value())
        .param(customer)
        .query((row, _) -> shown(row))
        .optional();
  }

  /// A new series of attempts, to the URL as it is now. One that had ended neither waits for the
  /// others of its job nor holds them up.
  void replay(DeliveryId id, String url, String endpoint, Duration patience) {
    jdbc.sql(
            """
            update webhook_delivery
            set replayed = replayed or status <> 'PENDING', status = 'PENDING', tries = 0,
              url = :url, endpoint = :endpoint, lease = null, ended_at = null,
              asked_at = now(), due_at = now(),
              gives_up_at = now() + make_interval(secs => :patience)
            where id = :id
            """)
        .param("id", id.value())
        .param("url", url)
        .param("endpoint", endpoint)
        .param("patience", seconds(patience))
        .update();
  }

  Optional<Shown> find(long customer, DeliveryId id) {
    return jdbc.sql(SHOWN + " where id = ? and customer = ?")
        .param(id.value())
        .param(customer)
        .query((row, _) -> shown(row))
        .optional();
  }

  Optional<String> body(long customer, DeliveryId id) {
    return jdbc.sql("select body from webhook_delivery where id = ? and customer = ?")
        .param(id.value())
        .param(customer)
        .query(String.class)
        .optional();
  }

  Health health(long customer) {
    return jdbc.sql(
            """
            select count(*) filter (where status = 'DELIVERED') as delivered,
              count(*) filter (where status = 'PENDING') as waiting,
              count(*) filter (where status = 'PENDING' and attempts > 0 and lease is null)
                as failing,
              count(*) filter (where status in ('FAILED', 'REFUSED')) as given_up
            from (
              select status, attempts, lease from (
                select number, own, status, attempts, lease from webhook_delivery
                where customer = :customer order by number desc limit :telling) last
              where own) own
            """)
        .param("customer", customer)
        .param("telling", TELLING)
        .query(
            (row, _) ->
                new Health(
                    row.getInt("delivered"),
                    row.getInt("waiting"),
                    row.getInt("failing"),
                    row.getInt("given_up")))
        .single();
  }

  /// Newest first, those before the cursor.
  List<Shown> page(
      long customer,
      @Nullable JobId job,
      @Nullable DeliveryStatus status,
      @Nullable DeliveryId before,
      int limit) {
    return jdbc.sql(
            SHOWN
                + """
                where customer = :customer
                  and (:job::uuid is null or job = :job) %s
                  and (:before::uuid is null or number < (
                    select number from webhook_delivery
                    where id = :before and customer = :customer))
                order by number desc limit :limit
                """
                    .formatted(in(status)))
        .param("customer", customer)
        .param("job", job == null ? null : job.value(), Types.OTHER)
        .param("before", before == null ? null : before.value(), Types.OTHER)
        .param("limit", limit)
        .query((row, _) -> shown(row))
        .list();
  }

  // Written out: only then is it known, whenever the statement is planned, that it asks for nothing
  // that was delivered, and only of the rest is there an index by the state.
  private static String in(@Nullable DeliveryStatus status) {
    return status == null ? "" : "and status = '%s'".formatted(status.name());
  }

  /// Oldest first; the first ones, where there are many.
  List<Shown> ofJob(long customer, JobId job) {
    return jdbc.sql(SHOWN + " where job = ? and customer = ? order by number limit 100")
        .param(job.value())
        .param(customer)
        .query((row, _) -> shown(row))
        .list();
  }

  Map<DeliveryId, List<Attempt>> attempts(Collection<DeliveryId> deliveries) {
    var attempts = new HashMap<DeliveryId, List<Attempt>>();
    jdbc.sql(
            """
            select delivery, at, status_code, error, duration_ms
            from webhook_attempt where delivery = any(?) order by delivery, number
            """)
        .param(deliveries.stream().map(DeliveryId::value).toArray(UUID[]::new))
        .query(
            row -> {
              attempts
                  .computeIfAbsent(id(row, "delivery"), _ -> new ArrayList<>())
                  .add(attempt(row));
            });
    return attempts;
  }

  /// Forgets deliveries that ended this long ago, a few of them.
  ///
  /// @return how many
  int forget(Duration retention, int atOnce) {
    return jdbc.sql(
            """
            delete from webhook_delivery
            where id in (
              select id from webhook_delivery
              where ended_at < now() - make_interval(secs => :retention)
              order by ended_at limit :atOnce for update skip locked)
            """)
        .param("retention", seconds(retention))
        .param("atOnce", atOnce)
        .update();
  }

  private static Delivery delivery(ResultSet row) throws SQLException {
    return new Delivery(
        id(row, "id"),
        row.getObject("lease", UUID.class),
        row.getLong("customer"),
        WebhookEvent.valueOf(row.getString("event")),
        row.getString("url"),
        row.getString("endpoint"),
        row.getString("body"),
        row.getInt("attempts"),
        row.getInt("tries"),
        Columns.instant(row, "at"),
        Columns.instant(row, "asked_at"),
        Columns.instant(row, "gives_up_at"),
        row.getString("sealed_secret"),
        row.getString("sealed_old_secret"));
  }

  private static Shown shown(ResultSet row) throws SQLException {
    return new Shown(
        id(row, "id"),
        Columns.jobOrNull(row, "job"),
        WebhookEvent.valueOf(row.getString("event")),
        row.getBoolean("own"),
        row.getString("url"),
        DeliveryStatus.valueOf(row.getString("status")),
        row.getBoolean("under_way"),
        Columns.instant(row, "created_at"),
        Columns.instantOrNull(row, "next"),
        Columns.instantOrNull(row, "ended_at"));
  }

  private static Attempt attempt(ResultSet row) throws SQLException {
    return new Attempt(
        Columns.instant(row, "at"),
        (Integer) row.getObject("status_code"),
        row.getString("error"),
        (Long) row.getObject("duration_ms"));
  }

  private static DeliveryId id(ResultSet row, String column) throws SQLException {
    return new DeliveryId(row.getObject(column, UUID.class));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private static UUID[] ids(Collection<JobId> jobs) {
    return jobs.stream().map(JobId::value).toArray(UUID[]::new);
  }
}
