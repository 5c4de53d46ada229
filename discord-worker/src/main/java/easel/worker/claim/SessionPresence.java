package easel.worker.claim;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// This worker's own session with PostgreSQL, outside of any pool, holding an advisory lock.
///
/// A kernel closes the sessions of a dead process, so others can tell by the lock that this worker
/// is gone and can send nothing any more. A mere pause leaves it standing.
public final class SessionPresence implements Presence {
  private static final int LOCKS = 0x4541_5345;

  /// The sessions whose locks are held now.
  static final String HELD_SESSIONS =
      """
      SELECT objid::integer FROM pg_locks
      WHERE locktype = 'advisory' AND classid = %d AND objsubid = 2 AND granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())\
      """
          .formatted(LOCKS);

  private final String url;
  private final Properties login;
  private final String schema;
  private final String name;
  private final List<Integer> former = new CopyOnWriteArrayList<>();
  private @Nullable Connection connection;
  private volatile int session;

  public SessionPresence(String url, Properties login, String schema, String name) {
    this.url = url;
    this.login = login;
    this.schema = schema;
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int session() {
    return session;
  }

  @Override
  public boolean wasOurs(int other) {
    return other == session || former.contains(other);
  }

  @Override
  public List<Integer> former() {
    return List.copyOf(former);
  }

  @Override
  public synchronized boolean ensure() throws SQLException {
    var open = connection;
    if (open != null && open.isValid(1)) {
      return false;
    }
    close();
    var fresh = DriverManager.getConnection(url, login);
    try {
      fresh.setSchema(schema);
      var number = register(fresh);
      if (session != 0) {
        former.add(session);
      }
      session = number;
      connection = fresh;
      return true;
    } catch (SQLException failed) {
      fresh.close();
      throw failed;
    }
  }

  private int register(Connection fresh) throws SQLException {
    try (var statement = fresh.createStatement()) {
      int number;
      try (var row =
          statement.executeQuery(
              "INSERT INTO worker (name, postmaster, beat) VALUES ('"
                  + name
                  + "', pg_postmaster_start_time(), '-infinity') RETURNING session")) {
        row.next();
        number = row.getInt(1);
      }
      statement.execute("SELECT pg_advisory_lock(" + LOCKS + ", " + number + ")");
      return number;
    }
  }

  @Override
  public synchronized void close() {
    var open = connection;
    connection = null;
    if (open == null) {
      return;
    }
    try {
      open.close();
    } catch (SQLException alreadyBroken) {
      // There is nothing left to close.
      connection = null;
    }
  }
}
