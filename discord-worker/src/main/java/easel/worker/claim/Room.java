package easel.worker.claim;

/// The limits that a send has to fit in (P3).
///
/// @param account the most running jobs on the Discord account
/// @param queue the most running jobs of the queue over all accounts; {@link #UNLIMITED} if only
///   the account's limit counts
public record Room(int account, int queue) {
  public static final int UNLIMITED = Integer.MAX_VALUE;

  /// How many jobs Midjourney draws relaxed at once, whatever the plan.
  public static final int RELAXED = 3;

  /// The same on an account that draws relaxed.
  public Room relaxed() {
    return new Room(Math.min(account, RELAXED), queue);
  }

  boolean limitsQueue() {
    return queue != UNLIMITED;
  }
}
