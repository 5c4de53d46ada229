package easel.api.queue;

import easel.api.database.Columns;
import easel.api.plan.Plan;
import easel.api.queue.Arrangement.Served;
import easel.common.id.AccountId;
import easel.common.id.PoolId;
import easel.common.id.QueueId;
import java.time.Duration;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Queues in PostgreSQL.
@Repository
class QueueRows {
  private final JdbcClient jdbc;

  QueueRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// The customer's plan; nobody else arranges its queues until the transaction ends.
  Plan lockPlan(long customer) {
    return Plan.valueOf(
        jdbc.sql("select plan from customer where id = ? for no key update")
            .param(customer)
            .query(String.class)
            .single());
  }

  List<Served> accounts(long customer, Duration patience) {
    return jdbc.sql(
            """
            select id, linked, usable,
              linked and not usable
                and unusable_since < now() - make_interval(secs => :patience) as overdue
            from account where customer = :customer order by id
            """)
        .param("patience", patience.toMillis() / 1000.0)
        .param("customer", customer)
        .query(
            (row, _) ->
                new Served(
                    new AccountId(row.getLong("id")),
                    row.getBoolean("linked"),
                    row.getBoolean("usable"),
                    row.getBoolean("overdue")))
        .list();
  }

  List<QueueRow> ofCustomer(long customer) {
    return jdbc.sql(
            "select id, pool, of_account, home, job_limit from queue where customer = ? order by id")
        .param(customer)
        .query(
            (row, _) ->
                new QueueRow(
                    new QueueId(row.getString("id")),
                    new PoolId(row.getString("pool")),
                    Columns.accountOrNull(row, "of_account"),
                    Columns.accountOrNull(row, "home"),
                    row.getInt("job_limit")))
        .list();
  }

  void put(long customer, QueueRow queue, long version) {
    var home = queue.home();
    var ofAccount = queue.ofAccount();
    jdbc.sql(
            """
            insert into queue (id, customer, pool, of_account, home, job_limit, version)
            values (:id, :customer, :pool, :ofAccount, :home, :limit, :version)
            on conflict (id) do update
            set pool = excluded.pool, home = excluded.home, job_limit = excluded.job_limit,
              version = excluded.version
            """)
        .param("id", queue.id().value())
        .param("customer", customer)
        .param("pool", queue.pool().value())
        .param("ofAccount", ofAccount == null ? null : ofAccount.value())
        .param("home", home == null ? null : home.value())
        .param("limit", queue.limit())
        .param("version", version)
        .update();
  }

  boolean isOfCustomer(long customer, QueueId queue) {
    return jdbc.sql("select exists (select from queue where id = ? and customer = ?)")
        .param(queue.value())
        .param(customer)
        .query(Boolean.class)
        .single();
  }

  void setPaused(QueueId queue, boolean paused, long version) {
    jdbc.sql("update queue set paused = :paused, version = :version where id = :id")
        .param("paused", paused)
        .param("version", version)
        .param("id", queue.value())
        .update();
  }

  boolean isDeclared(QueueId queue) {
    return jdbc.sql("select declared from queue where id = ?")
        .param(queue.value())
        .query(Boolean.class)
        .single();
  }

  void setDeclared(QueueId queue, long version) {
    jdbc.sql("update queue set declared = true, version = :version where id = :id")
        .param("version", version)
        .param("id", queue.value())
        .update();
  }
}
