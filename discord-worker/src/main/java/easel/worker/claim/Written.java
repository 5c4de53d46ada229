package easel.worker.claim;

/// What became of a write to a claim.
public enum Written {
  DONE,
  /// The claim was not in a state in which this could be written, or there was no room.
  UNCHANGED,
  /// Another worker owns the partition now.
  NOT_OWNER
}
