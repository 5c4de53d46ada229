package easel.worker.ear;

import org.jspecify.annotations.Nullable;

/// An account's own session at Discord's gateway.
public interface SecondEar {
  /// The id of the session; null while nothing is heard.
  @Nullable String session();

  /// Ends the session for good.
  void close();
}
