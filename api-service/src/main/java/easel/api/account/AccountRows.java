package easel.api.account;

import easel.api.database.Columns;
import easel.api.plan.MidjourneyPlan;
import easel.common.id.AccountId;
import easel.common.id.PoolId;
import easel.common.message.Reply.AccountState;
import easel.common.message.Reply.AccountState.AccountInfo;
import easel.common.message.Reply.AccountState.Mode;
import easel.common.message.Reply.AccountState.Remedy;
import easel.common.message.Reply.AccountState.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Linked accounts in PostgreSQL.
@Repository
class AccountRows {
  private static final String COLUMNS =
      """
      select a.id, a.customer, a.discord_user, a.label, a.server, a.channel, a.sealed_user_token,
        a.sealed_bot_token, a.midjourney_plan, a.concurrency, a.active, a.status, a.attention,
        a.remedy, a.checks, a.second_ear, a.remix, a.mode, a.at_once, a.info_subscription,
        a.info_fast_time_remaining, a.info_at,
        case when a.usable then a.state_at else a.unusable_since end as since,
        (select count(*) from job where account = a.id and status = 'PROCESSING') as running,
        (select count(*) from job where account = a.id and status = 'QUEUED') as waiting
      from account a
      """;

  private final JdbcClient jdbc;

  AccountRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  AccountId nextId() {
    return new AccountId(jdbc.sql("select nextval('account_number')").query(Long.class).single());
  }

  void insert(Account account, PoolId pool, long version) {
    jdbc.sql(
            """
            insert into account (id, customer, pool, discord_user, label, server, channel,
              sealed_user_token, sealed_bot_token, midjourney_plan, concurrency, second_ear, remix,
              version)
            values (:id, :customer, :pool, :discordUser, :label, :server, :channel,
              :userToken, :botToken, :plan, :concurrency, :secondEar, :remix, :version)
            """)
        .param("id", account.id().value())
        .param("customer", account.customer())
        .param("pool", pool.value())
        .param("discordUser", account.discordUser())
        .param("label", account.label())
        .param("server", account.server())
        .param("channel", account.channel())
        .param("userToken", account.sealedUserToken())
        .param("botToken", account.sealedBotToken())
        .param("plan", account.midjourneyPlan().name())
        .param("concurrency", account.concurrency())
        .param("secondEar", account.secondEar())
        .param("remix", account.remix())
        .param("version", version)
        .update();
  }

  void update(Account account, long version) {
    jdbc.sql(
            """
            update account
            set label = :label, sealed_user_token = :userToken, sealed_bot_token = :botToken,
              midjourney_plan = :plan, concurrency = :concurrency, active = :active,
              status = :status, attention = :attention, remedy = :remedy, checks = :checks,
              second_ear = :secondEar, remix = :remix, version = :version,
              unusable_since = case when :active and :status = 'READY' then null
                else coalesce(unusable_since, now()) end
            where id = :id
            """)
        .param("label", account.label())
        .param("userToken", account.sealedUserToken())
        .param("botToken", account.sealedBotToken())
        .param("plan", account.midjourneyPlan().name())
        .param("concurrency", account.concurrency())
        .param("active", account.active())
        .param("secondEar", account.secondEar())
        .param("remix", account.remix())
        .param("status", account.status().name())
        .param("attention", account.attention())
        .param("remedy", name(account.remedy()))
        .param("checks", account.checks())
        .param("version", version)
        .param("id", account.id().value())
        .update();
  }

  void unlink(AccountId account, long version) {
    jdbc.sql(
            """
            update account
            set linked = false, unusable_since = coalesce(unusable_since, now()), version = :version
            where id = :id
            """)
        .param("version", version)
        .param("id", account.value())
        .update();
  }

  /// Whether this says something new of a linked account. Workers say the same again from time to
  /// time; and two instances of the API may take what was said shortly after one another in the
  /// wrong order, which a difference of a few seconds by the speaker's clock tells.
  boolean isNews(AccountState state) {
    return jdbc.sql(
            """
            select exists (
              select from account
              where id = :id and linked
                and (status, coalesce(attention, ''), coalesce(remedy, ''), coalesce(mode, ''))
                  <> (:status, coalesce(:attention, ''), coalesce(:remedy, ''),
                    coalesce(:mode, ''))
                and not coalesce(state_at > :at and state_at < :at + interval '5 seconds', false))
            """)
        .param("id", state.account().value())
        .param("status", state.status().name())
        .param("attention", state.attention())
        .param("remedy", name(state.remedy()))
        .param("mode", name(state.mode()))
        .param("at", Columns.of(state.at()))
        .query(Boolean.class)
        .single();
  }

  void apply(AccountState state, long version) {
    jdbc.sql(
            """
            update account
            set status = :status, attention = :attention, remedy = :remedy, mode = :mode,
              state_at = :at, version = :version,
              unusable_since = case when active and :status = 'READY' then null
                else coalesce(unusable_since, now()) end
            where id = :id and linked
            """)
        .param("status", state.status().name())
        .param("attention", state.attention())
        .param("remedy", name(state.remedy()))
        .param("mode", name(state.mode()))
        .param("at", Columns.of(state.at()))
        .param("version", version)
        .param("id", state.account().value())
        .update();
  }

  /// Keeps what Midjourney said of a linked account, unless something newer is known. Nobody else
  /// is told: only its owner reads it.
  void note(AccountId account, AccountInfo info) {
    jdbc.sql(
            """
            update account
            set info_subscription = :subscription, info_fast_time_remaining = :fastTimeRemaining,
              info_at = :at
            where id = :id and linked and coalesce(info_at < :at, true)
            """)
        .param("subscription", info.subscription())
        .param("fastTimeRemaining", info.fastTimeRemaining())
        .param("at", Columns.of(info.at()))
        .param("id", account.value())
        .update();
  }

  /// Keeps others from changing the account until the transaction ends.
  ///
  /// @param customer null for the shared ones
  Optional<Account> lock(@Nullable Long customer, AccountId id) {
    // The counts are subqueries of other tables: only the account itself is locked.
    return jdbc.sql(
            COLUMNS
                + """
                where a.id = :id and a.linked and a.customer is not distinct from :customer
                for no key update of a
                """)
        .param("id", id.value())
        .param("customer", customer, Types.BIGINT)
        .query((row, _) -> account(row))
        .optional();
  }

  /// @param customer null for the shared ones
  List<Account> ofCustomer(@Nullable Long customer) {
    return jdbc.sql(
            COLUMNS + " where a.linked and a.customer is not distinct from :customer order by a.id")
        .param("customer", customer, Types.BIGINT)
        .query((row, _) -> account(row))
        .list();
  }

  /// @param customer null for the shared ones
  Optional<Account> find(@Nullable Long customer, AccountId id) {
    return jdbc.sql(
            COLUMNS
                + """
                where a.id = :id and a.linked and a.customer is not distinct from :customer
                """)
        .param("id", id.value())
        .param("customer", customer, Types.BIGINT)
        .query((row, _) -> account(row))
        .optional();
  }

  Optional<Long> customerOf(AccountId id) {
    return jdbc.sql("select customer from account where id = ? and customer is not null")
        .param(id.value())
        .query(Long.class)
        .optional();
  }

  /// What becomes of the jobs of a linked account if it is unlinked now: see `Arrangement` for who
  /// serves its queue then, and `AskRows.stranded` for what ends.
  Unlinking unlinking(AccountId account) {
    return jdbc.sql(
            """
            with gone as (
              select id, pool, status from account where id = :id),
            other as (
              select
                exists (select from account o
                  where o.pool = gone.pool and o.id <> gone.id and o.linked) as own,
                exists (select from account o
                  where o.pool = :shared and o.id <> gone.id and o.linked) as shared
              from gone),
            waiting as (
              select case
                when j.pinned is null and gone.status = 'READY'
                  and (other.own or (q.of_account is null and other.shared)) then 'stays'
                else 'ends' end as fate
              from gone cross join other
              join job j on j.account = gone.id and j.status = 'QUEUED'
              join queue q on q.id = j.queue
              where j.pinned = gone.id or j.claimed
              union all
              select case
                when other.own or (q.of_account is null and other.shared) then 'moves'
                else 'ends' end
              from gone cross join other
              join queue q on q.pool = gone.pool
                and (q.home = gone.id or (q.home is null and not other.own))
              join job j on j.queue = q.id and j.status = 'QUEUED'
              where not j.claimed and j.pinned is null)
            select
              (select count(*) from job where account = :id and status = 'PROCESSING')
                + count(*) filter (where fate = 'stays') as running,
              count(*) filter (where fate = 'ends') as ending,
              count(*) filter (where fate = 'moves') as moving,
              coalesce((select own from other), false) as to_own
            from waiting
            """)
        .param("id", account.value())
        .param("shared", PoolId.SHARED.value())
        .query(
            (row, _) ->
                new Unlinking(
                    row.getInt("running"),
                    row.getInt("ending"),
                    row.getInt("moving"),
                    row.getBoolean("to_own")))
        .single();
  }

  /// Customers with an account that has been unusable for too long.
  List<Long> customersOutOfPatience(Duration patience) {
    return jdbc.sql(
            """
            select distinct customer from account
            where linked and customer is not null
              and unusable_since < now() - make_interval(secs => ?)
            """)
        .param(patience.toMillis() / 1000.0)
        .query((row, _) -> row.getLong("customer"))
        .list();
  }

  private static @Nullable String name(@Nullable Enum<?> value) {
    return value == null ? null : value.name();
  }

  private static @Nullable Mode mode(@Nullable String name) {
    return name == null ? null : Mode.valueOf(name);
  }

  private static @Nullable Remedy remedy(@Nullable String name) {
    return name == null ? null : Remedy.valueOf(name);
  }

  private static @Nullable AccountInfo info(ResultSet row) throws SQLException {
    var at = Columns.instantOrNull(row, "info_at");
    return at == null
        ? null
        : new AccountInfo(
            row.getString("info_subscription"), row.getString("info_fast_time_remaining"), at);
  }

  private static Account account(ResultSet row) throws SQLException {
    var customer = row.getLong("customer");
    return new Account(
        new AccountId(row.getLong("id")),
        customer == 0 ? null : customer,
        row.getString("discord_user"),
        row.getString("label"),
        row.getString("server"),
        row.getString("channel"),
        row.getString("sealed_user_token"),
        row.getString("sealed_bot_token"),
        MidjourneyPlan.valueOf(row.getString("midjourney_plan")),
        row.getInt("concurrency"),
        row.getBoolean("active"),
        Status.valueOf(row.getString("status")),
        row.getString("attention"),
        remedy(row.getString("remedy")),
        row.getInt("checks"),
        row.getBoolean("second_ear"),
        row.getBoolean("remix"),
        mode(row.getString("mode")),
        row.getInt("at_once"),
        info(row),
        Columns.instantOrNull(row, "since"),
        row.getInt("running"),
        row.getInt("waiting"));
  }
}
