package easel.api.signin;

import easel.api.database.SchemaReady;
import easel.api.loop.Loop;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.event.EventListener;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.stereotype.Component;

/// Forgets sessions that are over. Spring Session would begin with it before the tables are there.
@Component
class OldSessions implements DisposableBean {
  private final JdbcIndexedSessionRepository sessions;
  private volatile @Nullable Loop loop;

  OldSessions(JdbcIndexedSessionRepository sessions) {
    this.sessions = sessions;
  }

  @EventListener(SchemaReady.class)
  void start() {
    loop = Loop.start("old-sessions", Duration.ofMinutes(1), sessions::cleanUpExpiredSessions);
  }

  @Override
  public void destroy() {
    var started = loop;
    if (started != null) {
      started.close();
    }
  }
}
