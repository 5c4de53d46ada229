package easel.api.database;

import java.time.Duration;

/// Work that is done again and again, from when the schema is ready until the process stops.
public interface Upkeep {
  /// What its thread is called, and it in logs.
  String name();

  /// From one time that it is done to the next.
  Duration period();

  /// Does it once. Where it fails, that is logged, and it is done again in time.
  void run();
}
