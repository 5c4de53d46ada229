package easel.api.queue;

import org.jspecify.annotations.Nullable;

/// What a job that waits, or would if it came now, has before it, as far as its own queue and the
/// accounts that serve it tell.
///
/// @param open whether jobs of the queue can be sent now
/// @param limit the most of them at once
/// @param running how many of these places are not free
/// @param ahead those that wait before this one
public record Outlook(boolean open, int limit, int running, int ahead) {
  /// @param most jobs of the queue at once, however many slots there are
  /// @param running jobs of the queue
  /// @param slots of all usable accounts that serve it
  /// @param free those of them that no job of any queue has
  public static Outlook of(boolean paused, int most, int running, int slots, int free, int ahead) {
    var limit = Math.min(most, slots);
    var room = Math.max(0, Math.min(Math.min(limit, free), most - running));
    return new Outlook(!paused && slots > 0, limit, limit - room, ahead);
  }

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
