package easel.worker.account;

import java.util.concurrent.TimeUnit;

/// A send that may or may not have reached Discord. It is decided once, after Midjourney had the
/// time to answer and the history showed nothing of it.
enum Doubt {
  /// It certainly was not taken: send it.
  SEND_AGAIN,
  /// It may have been taken: never send it again (P2).
  NEVER;

  /// How long Midjourney has to answer.
  static final long WAIT = TimeUnit.SECONDS.toNanos(5);

  /// @param beginsSo whether it begins as the account's drawn commands do: a press begins hidden,
  ///   and how describe and shorten begin nobody knows, so that the history proves nothing; nor
  ///   does it where another command began beside it
  /// @param beginsInPublic whether the account's recent commands all did
  /// @param before whether a doubt about this job was decided before
  /// @param requestOver whether whoever was to send it can do so no more
  static Doubt decide(
      boolean beginsSo, boolean beginsInPublic, boolean before, boolean requestOver) {
    return beginsSo && beginsInPublic && !before && requestOver ? SEND_AGAIN : NEVER;
  }
}
