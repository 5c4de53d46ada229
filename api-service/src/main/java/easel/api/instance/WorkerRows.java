package easel.api.instance;

import easel.api.database.Columns;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// What the workers say of themselves in their own schema. It is theirs: it is only read here, and
/// may be another database's, or not be readable.
@Repository
class WorkerRows {
  /// @param name of the process, which may have had several sessions
  record Worker(String name, Instant beatAt) {}

  /// @param owner null if nobody serves it
  record Partition(int number, @Nullable String owner, boolean leased) {}

  private final JdbcClient jdbc;

  WorkerRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// Whether the workers' tables can be read from here.
  boolean areReadable() {
    return jdbc.sql(
            """
            select case when exists (
                select from pg_namespace
                where nspname = 'easel_worker' and has_schema_privilege(oid, 'usage'))
              then coalesce(
                has_table_privilege(to_regclass('easel_worker.worker'), 'select')
                  and has_table_privilege(to_regclass('easel_worker.partition'), 'select'),
                false)
              else false end
            """)
        .query(Boolean.class)
        .single();
  }

  /// Those that beat within the last minutes.
  List<Worker> workers() {
    return jdbc.sql(
            """
            select name, max(beat) as beat from easel_worker.worker
            where beat > clock_timestamp() - interval '10 minutes'
            group by name order by name
            """)
        .query((row, _) -> new Worker(row.getString("name"), Columns.instant(row, "beat")))
        .list();
  }

  List<Partition> partitions() {
    return jdbc.sql(
            """
            select p.number, w.name, p.leased_until > clock_timestamp() as leased
            from easel_worker.partition p left join easel_worker.worker w on w.session = p.owner
            order by p.number
            """)
        .query(
            (row, _) ->
                new Partition(
                    row.getInt("number"), row.getString("name"), row.getBoolean("leased")))
        .list();
  }
}
