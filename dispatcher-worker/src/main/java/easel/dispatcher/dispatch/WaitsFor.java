package easel.dispatcher.dispatch;

import easel.common.id.PoolId;

/// Why a head is held.
sealed interface WaitsFor {
  /// A place of its queue, or the end of its pause.
  record ItsQueue() implements WaitsFor {}

  /// A place of the one account that may run it.
  record OneAccount(String discordUser) implements WaitsFor {}

  /// A place of any account of its pool.
  record AnyAccount(PoolId pool) implements WaitsFor {}

  /// What the directory does not say yet.
  record TheDirectory() implements WaitsFor {}

  /// A second attempt, after Redis, the broker or our own handling failed.
  record AnotherTry() implements WaitsFor {}
}
