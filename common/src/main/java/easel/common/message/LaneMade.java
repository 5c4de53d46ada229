package easel.common.message;

import easel.common.id.QueueId;

/// On the exchange `control`: the lane of a queue was made, just now.
///
/// @param anew whether it may have been there before: whoever consumed it then consumes nothing
public record LaneMade(QueueId queue, boolean anew) {}
