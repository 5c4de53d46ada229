package easel.worker.claim;

import java.sql.SQLException;
import java.util.List;

/// By what others can tell whether this worker lives, or is gone and can send nothing any more.
public interface Presence extends AutoCloseable {
  /// This worker's name among the living.
  String name();

  /// The number of the present session.
  int session();

  /// Whether a session was this worker's own, the present or a former one.
  boolean wasOurs(int other);

  /// The sessions that this worker had before.
  List<Integer> former();

  /// Makes sure that the session stands. True if a new one was opened.
  boolean ensure() throws SQLException;

  /// Leaves: others can tell from now on.
  @Override
  void close();
}
