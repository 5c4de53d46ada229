package easel.dispatcher.dispatch;

import easel.common.message.LaneJob;

/// The first job of a lane, held unacknowledged.
///
/// @param mayHold whether it may hold a place of an account already: it was delivered before, or
///   who served its lane before is not known
record Head(LaneJob job, boolean mayHold) {}
