package easel.api.plan;

/// A customer's plan with the service.
public enum Plan {
  TRIAL,
  STANDARD,
  PRO,
  DEDICATED;

  /// The most jobs at once of a Trial or Standard customer's queue.
  public static final int JOBS_AT_ONCE = 2;

  /// Whether the customer has one queue for all its jobs, rather than one for each account.
  public boolean hasOneQueue() {
    return switch (this) {
      case TRIAL, STANDARD -> true;
      case PRO, DEDICATED -> false;
    };
  }
}
