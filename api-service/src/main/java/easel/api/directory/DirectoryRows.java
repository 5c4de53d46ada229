package easel.api.directory;

import easel.api.database.Columns;
import easel.common.directory.AccountEntry;
import easel.common.directory.QueueEntry;
import easel.common.id.AccountId;
import easel.common.id.PoolId;
import easel.common.id.QueueId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Accounts and queues as entries of the directory, and its version.
@Repository
class DirectoryRows {
  /// An entry and the version with which its row was last changed.
  record Versioned<T>(T entry, long version) {}

  private final JdbcClient jdbc;

  DirectoryRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// Takes the next version. Whoever takes one waits for the transaction that took the last: a
  /// version that can be read means that all before it are committed.
  long nextVersion() {
    return jdbc.sql("update directory set version = version + 1 returning version")
        .query(Long.class)
        .single();
  }

  long version() {
    return jdbc.sql("select version from directory").query(Long.class).single();
  }

  /// Gives every row this version.
  void raiseAll(long version) {
    jdbc.sql("update directory set version = ?").param(version).update();
    jdbc.sql("update account set version = ?").param(version).update();
    jdbc.sql("update queue set version = ?").param(version).update();
  }

  /// Only one instance at a time builds the model, until its transaction ends.
  boolean lockBuilding() {
    return jdbc.sql("select pg_try_advisory_xact_lock(hashtext('easel.directory'))")
        .query(Boolean.class)
        .single();
  }

  List<Versioned<AccountEntry>> accountsBetween(long after, long upTo) {
    return jdbc.sql(
            """
            select id, pool, discord_user, server, channel, at_once, usable, linked,
              sealed_user_token, sealed_bot_token, second_ear, checks, version
            from account where version > :after and version <= :upTo order by version, id
            """)
        .param("after", after)
        .param("upTo", upTo)
        .query((row, _) -> new Versioned<>(account(row), row.getLong("version")))
        .list();
  }

  List<Versioned<QueueEntry>> queuesBetween(long after, long upTo) {
    return jdbc.sql(
            """
            select id, pool, home, job_limit, paused, declared, version
            from queue where version > :after and version <= :upTo order by version, id
            """)
        .param("after", after)
        .param("upTo", upTo)
        .query((row, _) -> new Versioned<>(queue(row), row.getLong("version")))
        .list();
  }

  private static AccountEntry account(ResultSet row) throws SQLException {
    return new AccountEntry(
        new AccountId(row.getLong("id")),
        new PoolId(row.getString("pool")),
        row.getString("discord_user"),
        row.getString("server"),
        row.getString("channel"),
        row.getInt("at_once"),
        row.getBoolean("usable"),
        row.getBoolean("linked"),
        row.getString("sealed_user_token"),
        row.getString("sealed_bot_token"),
        row.getBoolean("second_ear"),
        row.getInt("checks"));
  }

  private static QueueEntry queue(ResultSet row) throws SQLException {
    return new QueueEntry(
        new QueueId(row.getString("id")),
        new PoolId(row.getString("pool")),
        Columns.accountOrNull(row, "home"),
        row.getInt("job_limit"),
        row.getBoolean("paused"),
        row.getBoolean("declared"));
  }
}
