package easel.common.slot;

/// What became of an attempt to take a place.
public enum Take {
  /// The job has the place now.
  TAKEN,
  /// The job had the place already.
  HELD,
  /// As many jobs hold places as the limit allows.
  FULL,
  /// The queue is paused, or the account takes no jobs now.
  CLOSED,
  /// The job has ended: it needs no place.
  ENDED,
  /// Nothing is known of this queue or account, or no longer: nothing may be taken.
  UNKNOWN;

  /// Whether the job holds the place.
  public boolean holds() {
    return this == TAKEN || this == HELD;
  }
}
