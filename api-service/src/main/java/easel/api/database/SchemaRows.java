package easel.api.database;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// What Flyway keeps of migrations.
@Repository
class SchemaRows {
  private final JdbcClient jdbc;

  SchemaRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// Has migrations tried again that failed. One in a transaction leaves nothing where it fails;
  /// one that cannot be in any, such as an index that is built beside writes, begins by taking away
  /// what an earlier try left. Flyway would wait for somebody to say so.
  void forgetFailures() {
    if (hasHistory()) {
      jdbc.sql("delete from flyway_schema_history where not success").update();
    }
  }

  private boolean hasHistory() {
    return jdbc.sql("select to_regclass('flyway_schema_history') is not null")
        .query(Boolean.class)
        .single();
  }
}
