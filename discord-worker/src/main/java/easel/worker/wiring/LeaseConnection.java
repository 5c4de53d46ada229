package easel.worker.wiring;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import easel.worker.claim.Leases;
import easel.worker.claim.SqlLeases;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A connection to PostgreSQL that renews leases and does nothing else: it waits behind no claim,
/// and one that hangs is given up while the leases still stand.
final class LeaseConnection implements AutoCloseable {
  private static final int ANSWER_SECONDS = 2;

  private final HikariDataSource pool;

  /// @param shared how to reach PostgreSQL
  LeaseConnection(HikariDataSource shared) {
    var config = new HikariConfig();
    shared.copyStateTo(config);
    config.getDataSourceProperties().putAll(shared.getDataSourceProperties());
    config.addDataSourceProperty("socketTimeout", ANSWER_SECONDS);
    config.setPoolName("leases");
    config.setMaximumPoolSize(1);
    config.setMinimumIdle(1);
    this.pool = new HikariDataSource(config);
  }

  Leases leases() {
    return new SqlLeases(JdbcClient.create(pool));
  }

  @Override
  public void close() {
    pool.close();
  }
}
