package easel.dispatcher.dispatch;

import easel.dispatcher.lane.LaneEvent.Delivered;

/// What must be confirmed before a head may be acknowledged, and what to do then.
final class Settlement {
  final Delivered delivery;
  final long sinceNanos;
  private final Runnable whenAccepted;
  private int outstanding;
  private boolean refused;

  Settlement(Delivered delivery, int publishes, long sinceNanos, Runnable whenAccepted) {
    this.delivery = delivery;
    this.outstanding = publishes;
    this.sinceNanos = sinceNanos;
    this.whenAccepted = whenAccepted;
  }

  /// No queue took one of its messages: the broker confirms that all the same.
  void returned() {
    refused = true;
  }

  /// @return whether that was the last one
  boolean confirmed(boolean accepted) {
    refused |= !accepted;
    outstanding--;
    return outstanding == 0;
  }

  boolean isRefused() {
    return refused;
  }

  void accepted() {
    whenAccepted.run();
  }
}
