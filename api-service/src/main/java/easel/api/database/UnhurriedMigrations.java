package easel.api.database;

import java.sql.SQLException;
import java.time.Duration;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.springframework.stereotype.Component;

/// Lets a migration take as long as many rows need: what is asked of PostgreSQL for a request is
/// given up much sooner. A pool sets the limit back when it gets the connection back.
@Component
final class UnhurriedMigrations extends BaseCallback {
  private static final Duration LONGEST_STATEMENT = Duration.ofHours(1);

  @Override
  public boolean supports(Event event, Context context) {
    return event == Event.BEFORE_EACH_MIGRATE;
  }

  @Override
  public void handle(Event event, Context context) {
    try {
      context
          .getConnection()
          .setNetworkTimeout(Runnable::run, Math.toIntExact(LONGEST_STATEMENT.toMillis()));
    } catch (SQLException failed) {
      throw new FlywayException("could not give the migration time", failed);
    }
  }
}
