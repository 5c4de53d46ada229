package easel.api.audit;

import easel.api.database.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// What was noted, in PostgreSQL.
@Repository
class AuditRows {
  /// @param customerName null for what is the operator's
  /// @param facts as JSON
  record Entry(
      long id,
      Instant at,
      String actor,
      @Nullable Long customer,
      @Nullable String customerName,
      Kind kind,
      String subject,
      String facts) {}

  private final JdbcClient jdbc;

  AuditRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void insert(Actor actor, @Nullable Long customer, Kind kind, String subject, String facts) {
    jdbc.sql(
            """
            insert into audit (actor, customer, kind, subject, facts)
            values (:actor, :customer, :kind, :subject, :facts)
            """)
        .param("actor", actor.name())
        .param("customer", customer, Types.BIGINT)
        .param("kind", kind.name())
        .param("subject", subject)
        .param("facts", facts)
        .update();
  }

  /// Newest first, those before the cursor.
  List<Entry> page(@Nullable Long customer, @Nullable Kind kind, @Nullable Long before, int limit) {
    return jdbc.sql(
            """
            select a.id, a.at, a.actor, a.customer, c.name, a.kind, a.subject, a.facts
            from audit a left join customer c on c.id = a.customer
            where (:customer::bigint is null or a.customer = :customer)
              and (:kind::text is null or a.kind = :kind)
              and (:before::bigint is null or a.id < :before)
            order by a.id desc limit :limit
            """)
        .param("customer", customer, Types.BIGINT)
        .param("kind", kind == null ? null : kind.name(), Types.VARCHAR)
        .param("before", before, Types.BIGINT)
        .param("limit", limit)
        .query((row, _) -> entry(row))
        .list();
  }

  private static Entry entry(ResultSet row) throws SQLException {
    return new Entry(
        row.getLong("id"),
        Columns.instant(row, "at"),
        row.getString("actor"),
        (Long) row.getObject("customer"),
        row.getString("name"),
        Kind.valueOf(row.getString("kind")),
        row.getString("subject"),
        row.getString("facts"));
  }
}
