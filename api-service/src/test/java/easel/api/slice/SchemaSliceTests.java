package easel.api.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import easel.api.database.Schema;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;

/// How the schema is brought up to date, as the API is configured to do it.
class SchemaSliceTests {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final Brokers brokers = Brokers.fromEnvironment();
  private final String database = "schema_test_" + UUID.randomUUID().toString().substring(0, 8);

  @BeforeEach
  void makeDatabase() throws SQLException {
    execute(brokers.postgresUrl(), "create database " + database);
  }

  @AfterEach
  void dropDatabase() throws SQLException {
    execute(brokers.postgresUrl(), "drop database " + database + " with (force)");
  }

  @Test
  void aMigrationMayTakeLongerThanARequestOrAnIdleTransaction() throws Exception {
    var properties = "--spring.datasource.hikari.data-source-properties.";
    try (var api =
        start(
            "--spring.flyway.locations=classpath:db/migration,classpath:db/slow",
            properties + "socketTimeout=1",
            "--spring.datasource.hikari.connection-init-sql="
                + "set idle_in_transaction_session_timeout = '500ms'")) {
      awaitReady(api);
    }
    assertThat(value("select success from easel_api.flyway_schema_history where version = '1000'"))
        .isEqualTo("t");
  }

  @Test
  void anIndexThatCouldNotBeBuiltBesideWritesIsBuiltAnew() throws Exception {
    // given a try that failed, and left something behind
    migrateTo("11");
    execute(
        url(),
        """
        insert into easel_api.flyway_schema_history (installed_rank, version, description, type,
          script, installed_by, execution_time, success)
        values (1000, '12', 'job account state', 'SQL', 'V12__job_account_state.sql', 'test', 1, false);
        create index job_account_state on easel_api.job (number)
        """);

    try (var api = start()) {
      awaitReady(api);
    }

    assertThat(value("select pg_get_indexdef('easel_api.job_account_state'::regclass)"))
        .contains("(customer, account, status, id)");
    assertThat(
            value(
                "select indisvalid from pg_index"
                    + " where indexrelid = 'easel_api.job_account_state'::regclass"))
        .isEqualTo("t");
  }

  @Test
  void anIndexIsBuiltOnceThoseWhoWriteAreDone() throws Exception {
    // given somebody who writes for longer than anybody waits for a lock otherwise
    migrateTo("11");
    try (var writer = DriverManager.getConnection(url())) {
      writer.setAutoCommit(false);
      try (var sql = writer.createStatement()) {
        sql.execute(
            """
            insert into easel_api.job (id, customer, queue, number, command, created_at, updated_at)
            values (gen_random_uuid(), 1, 'customer-1', 1, '{}', now(), now())
            """);
      }
      try (var api =
          start("--spring.datasource.hikari.connection-init-sql=set lock_timeout = '200ms'")) {
        var schema = api.getBean(Schema.class);
        await("it waits and does not fail")
            .during(Duration.ofSeconds(2))
            .atMost(SOON)
            .until(() -> !schema.isReady() && failures() == 0);
        writer.commit();
        awaitReady(api);
      }
    }
  }

  private ConfigurableApplicationContext start(String... more) {
    var arguments = new ArrayList<>(List.of("--spring.datasource.url=" + url()));
    arguments.addAll(List.of(more));
    return new SpringApplicationBuilder(OnlyTheSchema.class)
        .web(WebApplicationType.NONE)
        .run(arguments.toArray(String[]::new));
  }

  private static void awaitReady(ConfigurableApplicationContext api) {
    await("the schema is ready").atMost(SOON).until(api.getBean(Schema.class)::isReady);
  }

  private void migrateTo(String version) {
    Flyway.configure()
        .dataSource(url(), null, null)
        .defaultSchema("easel_api")
        .schemas("easel_api")
        .target(version)
        .load()
        .migrate();
  }

  private int failures() throws SQLException {
    return Integer.parseInt(
        value("select count(*) from easel_api.flyway_schema_history where not success"));
  }

  private String url() {
    return brokers.postgresUrl(database);
  }

  private String value(String query) throws SQLException {
    try (var connection = DriverManager.getConnection(url());
        var sql = connection.createStatement();
        var rows = sql.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static void execute(String url, String statement) throws SQLException {
    try (var connection = DriverManager.getConnection(url);
        var sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }

  // No configuration by its annotations: the API under test would find it, too.
  @ComponentScan(basePackageClasses = Schema.class)
  @ImportAutoConfiguration({
    DataSourceAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    JdbcClientAutoConfiguration.class,
    FlywayAutoConfiguration.class
  })
  static class OnlyTheSchema {}
}
