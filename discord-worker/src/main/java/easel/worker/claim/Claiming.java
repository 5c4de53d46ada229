package easel.worker.claim;

/// What became of an attempt to claim a job.
public sealed interface Claiming {
  /// The claim is new, and waits in line.
  record Waits(long line) implements Claiming {}

  /// The claim is new, and was counted: its send may begin.
  record Begun(long line) implements Claiming {}

  /// There was a claim already.
  record Known(Claim claim) implements Claiming {}

  /// Another worker owns the partition now.
  record NotOwner() implements Claiming {}
}
