package easel.worker.claim;

/// How far a claimed job is. A job moves forwards, but for a send that certainly was not made,
/// which goes back to {@link #CLAIMED}.
public enum ClaimState {
  /// Waits in its account's line.
  CLAIMED,
  /// Counted; its command may be on its way to Discord.
  SENDING,
  /// Discord took the command, or may have: it is followed.
  TRACKING,
  /// Its end is fixed, but Midjourney may still draw: the place stays taken.
  ENDED,
  /// Its place is free. Kept, shrunk to job and end, to answer repeats.
  CLOSED
}
