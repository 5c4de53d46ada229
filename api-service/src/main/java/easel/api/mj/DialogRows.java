package easel.api.mj;

import easel.api.database.Columns;
import easel.common.id.JobId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Dialogs in PostgreSQL, each its customer's.
@Repository
class DialogRows {
  // Not to its last minute: what is entered in it may not come after the day in which the same,
  // sent
  // again, is known to be the same.
  private static final String SELECT =
      """
      select d.id, d.pressed, d.custom_id, d.state, d.notify_hook, d.opened_at, d.cancelled_at
      from dialog d
      where d.customer = :customer and d.opened_at > clock_timestamp() - interval '23 hours'
      """;

  private final JdbcClient jdbc;

  DialogRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void add(
      long customer,
      JobId id,
      JobId pressed,
      String customId,
      @Nullable String state,
      @Nullable String notifyHook) {
    jdbc.sql(
            """
            insert into dialog (id, customer, pressed, custom_id, state, notify_hook)
            values (:id, :customer, :pressed, :customId, :state, :notifyHook)
            """)
        .param("id", id.value())
        .param("customer", customer)
        .param("pressed", pressed.value())
        .param("customId", customId)
        .param("state", state, Types.VARCHAR)
        .param("notifyHook", notifyHook, Types.VARCHAR)
        .update();
  }

  /// Open, filled in or cancelled.
  Optional<OpenDialog> find(long customer, JobId id) {
    return jdbc.sql(SELECT + " and d.id = :id")
        .param("customer", customer)
        .param("id", id.value())
        .query((row, _) -> dialog(row))
        .optional();
  }

  /// Those of them that are not filled in, also cancelled ones.
  List<OpenDialog> open(long customer, Collection<JobId> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    return jdbc.sql(
            SELECT + " and d.id in (:ids) and not exists (select from job j where j.id = d.id)")
        .param("customer", customer)
        .param("ids", ids.stream().map(JobId::value).toList())
        .query((row, _) -> dialog(row))
        .list();
  }

  /// It is not to be filled in any more.
  ///
  /// @return false where it was filled in or cancelled before, or is not known
  boolean cancel(long customer, JobId id) {
    return jdbc.sql(
                """
                update dialog d set cancelled_at = clock_timestamp()
                where d.customer = :customer and d.id = :id and d.cancelled_at is null
                  and d.opened_at > clock_timestamp() - interval '23 hours'
                  and not exists (select from job j where j.id = d.id)
                """)
            .param("customer", customer)
            .param("id", id.value())
            .update()
        > 0;
  }

  void forgetOld() {
    jdbc.sql("delete from dialog where opened_at < clock_timestamp() - interval '1 day'").update();
  }

  private static OpenDialog dialog(ResultSet row) throws SQLException {
    return new OpenDialog(
        Columns.job(row, "id"),
        Columns.job(row, "pressed"),
        row.getString("custom_id"),
        row.getString("state"),
        row.getString("notify_hook"),
        Columns.instant(row, "opened_at"),
        Columns.instantOrNull(row, "cancelled_at"));
  }
}
