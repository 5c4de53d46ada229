package easel.worker.claim;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Optional;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// A schema of its own in a real PostgreSQL, for one test class.
public final class Database implements AutoCloseable {
  private static final String URL =
      Optional.ofNullable(System.getenv("EASEL_TEST_POSTGRES_URL"))
          .orElse("jdbc:postgresql://127.0.0.1:5432/postgres?user=postgres");

  private final String schema = "worker_test_" + UUID.randomUUID().toString().replace("-", "");
  private final HikariDataSource dataSource = new HikariDataSource();

  public final JdbcClient jdbc;
  public final TransactionTemplate transaction;
  public final Claims claims;
  public final Leases leases;

  public Database() {
    dataSource.setJdbcUrl(URL);
    dataSource.setSchema(schema);
    dataSource.setMaximumPoolSize(10);
    Flyway.configure()
        .dataSource(dataSource)
        .schemas(schema)
        .defaultSchema(schema)
        .load()
        .migrate();
    jdbc = JdbcClient.create(dataSource);
    transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
    claims = new SqlClaims(jdbc, transaction);
    leases = new SqlLeases(jdbc);
  }

  /// A worker's own session.
  public Presence presence(String name) {
    return new SessionPresence(URL, new java.util.Properties(), schema, name);
  }

  @Override
  public void close() {
    jdbc.sql("DROP SCHEMA " + schema + " CASCADE").update();
    dataSource.close();
  }
}
