package easel.api.queue;

import org.jspecify.annotations.Nullable;

/// What a job that waits, or would if it came now, has before it, as far as its own queue tells.
///
/// @param open whether jobs of the queue can be sent now
/// @param limit the most of them at once
/// @param ahead those that wait before this one
public record Outlook(boolean open, int limit, int running, int ahead) {
  /// Its place among those that have to wait; 0 if it is sent at once.
  public int place() {
    var free = open ? Math.max(0, limit - running) : 0;
    return Math.max(0, ahead + 1 - free);
  }

  /// Seconds until it is sent, while the jobs of all slots end one after another; null if that is
  /// not known, or nobody can tell when the queue goes on.
  ///
  /// @param duration of one job in seconds, null if none was done yet
  public @Nullable Long expectedWait(@Nullable Double duration) {
    if (!open) {
      return null;
    }
    if (place() == 0) {
      return 0L;
    }
    if (duration == null || duration <= 0 || limit < 1) {
      return null;
    }
    return Math.round(place() * duration / limit);
  }
}
