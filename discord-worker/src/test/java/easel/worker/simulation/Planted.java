package easel.worker.simulation;

import easel.worker.simulation.BrokenPromise.Promise;

/// A bug that is planted into what surrounds the code under test: whoever wrote such a thing would
/// break a promise, and the simulation must say which.
enum Planted {
  NOTHING(null),
  /// A message is acknowledged as soon as it arrives.
  ACKNOWLEDGED_BEFORE_CLAIM(Promise.NOTHING_LOST),
  /// An acknowledgement never reaches the broker.
  ACKNOWLEDGEMENT_LOST(Promise.NEVER_IDLE),
  /// What has a claim already is acknowledged, and no more is done about it.
  REPEAT_DROPPED(Promise.NOTHING_LOST),
  /// A send begins whatever runs already.
  NOT_COUNTED(Promise.WITHIN_LIMITS),
  /// The end goes out before the claim has it.
  TOLD_BEFORE_WRITTEN(Promise.NOTHING_LOST),
  /// Whoever lost its partition is taken for gone.
  GONE_BY_EPOCH(Promise.NOTHING_TWICE),
  /// What a closed channel gives back comes again in reverse.
  REQUEUED_IN_REVERSE(Promise.IN_ORDER),
  /// What a closed channel gives back comes behind what was handed over since.
  REQUEUED_AT_THE_BACK(Promise.IN_ORDER),
  /// A take-over leaves the epoch as it was.
  EPOCH_NOT_RAISED(Promise.NOTHING_LOST),
  /// A POST without an answer is made again, as many an HTTP client does.
  POST_REPEATED(Promise.NOTHING_TWICE),
  /// A doubt is decided without the history of the thread.
  HISTORY_NOT_READ(Promise.NOTHING_TWICE),
  /// What was in the thread before the send passes for the answer to it.
  HISTORY_WITHOUT_FLOOR(Promise.RIGHT_PICTURE),
  /// The end of a job frees its place while Midjourney may still draw.
  CLOSED_AT_ONCE(Promise.WITHIN_LIMITS),
  /// Places of ended jobs are not freed, nor is it compared who holds one.
  PLACES_NOT_FREED(Promise.NEVER_IDLE);

  final Promise broken;

  Planted(Promise broken) {
    this.broken = broken;
  }
}
