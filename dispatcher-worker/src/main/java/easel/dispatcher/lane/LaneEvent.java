package easel.dispatcher.lane;

import easel.common.id.QueueId;
import java.util.concurrent.CompletableFuture;

/// What happens on a partition's channel. An event of a channel that is no longer the open one is
/// stale and means nothing.
@SuppressWarnings("ArrayRecordComponent") // bodies are read once and never compared
public sealed interface LaneEvent {
  LaneChannel channel();

  /// Before anything is consumed on it.
  record Opened(LaneChannel channel) implements LaneEvent {}

  /// @param seen whether the job was delivered before, or may have been to whoever served the lane
  ///   before this channel
  record Delivered(LaneChannel channel, QueueId lane, long tag, boolean seen, byte[] body)
      implements LaneEvent {}

  /// @param multiple whether it speaks for all earlier ones too
  record Confirmed(LaneChannel channel, long number, boolean multiple, boolean accepted)
      implements LaneEvent {}

  /// No queue took it; its confirm follows.
  record Returned(LaneChannel channel, long number) implements LaneEvent {}

  /// Somebody says that a place is free.
  record Freed(LaneChannel channel, byte[] body) implements LaneEvent {}

  /// The channel will be closed: start nothing new, and complete when nothing is unconfirmed.
  record Draining(LaneChannel channel, CompletableFuture<Void> drained) implements LaneEvent {}

  record Closed(LaneChannel channel) implements LaneEvent {}
}
