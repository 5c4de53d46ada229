package easel.api.database;

import easel.common.id.AccountId;
import easel.common.id.JobId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Columns as the types that we use.
public final class Columns {
  private Columns() {}

  public static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  public static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
    var time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  public static @Nullable OffsetDateTime of(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }

  public static JobId job(ResultSet row, String column) throws SQLException {
    return new JobId(row.getObject(column, UUID.class));
  }

  public static @Nullable JobId jobOrNull(ResultSet row, String column) throws SQLException {
    var id = row.getObject(column, UUID.class);
    return id == null ? null : new JobId(id);
  }

  public static @Nullable AccountId accountOrNull(ResultSet row, String column)
      throws SQLException {
    var id = row.getLong(column);
    return row.wasNull() ? null : new AccountId(id);
  }

  public static @Nullable Boolean booleanOrNull(ResultSet row, String column) throws SQLException {
    var value = row.getBoolean(column);
    return row.wasNull() ? null : value;
  }
}
