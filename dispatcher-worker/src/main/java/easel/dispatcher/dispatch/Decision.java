package easel.dispatcher.dispatch;

import easel.common.directory.AccountEntry;
import easel.common.message.JobEnd;
import easel.common.message.LaneJob;

/// What becomes of a head.
sealed interface Decision {
  /// It stays where it is.
  record Hold(WaitsFor waitsFor) implements Decision {}

  /// What must be done at the broker.
  sealed interface Action extends Decision {
    LaneJob job();
  }

  /// It has its places: give it to the worker of this account.
  record HandOver(LaneJob job, AccountEntry account) implements Action {}

  /// It can never run: ask for this end.
  record AskForEnd(LaneJob job, JobEnd end) implements Action {}

  /// Its job ended already.
  record Drop(LaneJob job) implements Action {}

  /// Held so long that the broker might lose patience: return it, to be delivered again at once.
  record Return(LaneJob job) implements Action {}

  /// Our own handling of it failed too often: put it aside.
  record Reject(LaneJob job, String reason) implements Action {}
}
