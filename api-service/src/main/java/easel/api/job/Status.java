package easel.api.job;

/// Where a job is in its life.
public enum Status {
  QUEUED,
  PROCESSING,
  DONE,
  FAIL,
  CANCELLED;

  public boolean hasEnded() {
    return switch (this) {
      case QUEUED, PROCESSING -> false;
      case DONE, FAIL, CANCELLED -> true;
    };
  }
}
