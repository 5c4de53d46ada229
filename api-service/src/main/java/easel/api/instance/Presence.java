package easel.api.instance;

import easel.api.database.SchemaReady;
import easel.api.loop.Loop;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/// This instance of the api among the living: beats in PostgreSQL. Nothing depends on it but the
/// operator's page.
@Component
class Presence implements DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(Presence.class);
  static final Duration BEAT = Duration.ofSeconds(5);
  // A killed one is shown as silent for so long.
  private static final Duration FORGOTTEN = Duration.ofMinutes(10);

  // New with each start, and told apart by people.
  private final String name = host() + " " + UUID.randomUUID().toString().substring(0, 8);
  private final InstanceRows rows;
  private volatile @Nullable Loop loop;

  Presence(InstanceRows rows) {
    this.rows = rows;
  }

  @EventListener(SchemaReady.class)
  void start() {
    loop = Loop.start("presence", BEAT, this::beat);
  }

  String name() {
    return name;
  }

  @Override
  public void destroy() {
    var started = loop;
    if (started == null) {
      return;
    }
    started.close();
    try {
      rows.leave(name);
    } catch (DataAccessException failed) {
      LOG.atDebug().setCause(failed).log("Could not leave; it is forgotten in time");
    }
  }

  private void beat() {
    rows.beat(name);
    rows.forget(FORGOTTEN);
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException _) {
      return "api";
    }
  }
}
