package easel.worker.account;

import java.util.concurrent.TimeUnit;

/// What to do about a job of which nothing is heard. It is given up only after its thread's history
/// was read once more: what is not heard may have been missed.
enum Silence {
  WAIT,
  READ_HISTORY,
  GIVE_UP;

  private static final long QUIET = TimeUnit.MINUTES.toNanos(1);

  /// All in nanoseconds, as `nanoTime` counts them.
  ///
  /// @param lastSign when it was sent, or a sign of it was heard
  /// @param lastRead when its history was last asked for and then read
  /// @param patience how long it may be silent
  /// @param unreadable how long a history that cannot be read keeps it from being given up
  static Silence decide(long now, long lastSign, long lastRead, long patience, long unreadable) {
    long silence = now - lastSign;
    if (silence > patience) {
      boolean readSince = lastRead - lastSign > patience;
      return readSince || silence > patience + unreadable ? GIVE_UP : READ_HISTORY;
    }
    return silence > QUIET && now - lastRead > QUIET ? READ_HISTORY : WAIT;
  }
}
