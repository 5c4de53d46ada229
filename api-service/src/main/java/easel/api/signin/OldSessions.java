package easel.api.signin;

import easel.api.database.Upkeep;
import java.time.Duration;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.stereotype.Component;

/// Forgets sessions that are over. Spring Session would begin with it before the tables are there.
@Component
class OldSessions implements Upkeep {
  private final JdbcIndexedSessionRepository sessions;

  OldSessions(JdbcIndexedSessionRepository sessions) {
    this.sessions = sessions;
  }

  @Override
  public String name() {
    return "old-sessions";
  }

  @Override
  public Duration period() {
    return Duration.ofMinutes(1);
  }

  @Override
  public void run() {
    sessions.cleanUpExpiredSessions();
  }
}
