package easel.simulator.world;

import java.time.Instant;

/// What can change about a thread.
///
/// @param changedAt when it was last archived or unarchived, or its time until then was changed
public record ThreadState(
    boolean archived, boolean locked, int autoArchiveMinutes, Instant changedAt) {
  public ThreadState archived(boolean value) {
    return value == archived
        ? this
        : new ThreadState(value, locked, autoArchiveMinutes, Instant.now());
  }

  public ThreadState locked(boolean value) {
    return new ThreadState(archived, value, autoArchiveMinutes, changedAt);
  }

  public ThreadState autoArchive(int minutes) {
    return minutes == autoArchiveMinutes
        ? this
        : new ThreadState(archived, locked, minutes, Instant.now());
  }
}
