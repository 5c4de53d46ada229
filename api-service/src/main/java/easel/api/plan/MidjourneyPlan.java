package easel.api.plan;

/// A Midjourney subscription, by how many jobs it runs at once.
public enum MidjourneyPlan {
  BASIC(3, 2),
  STANDARD(3, 2),
  PRO(12, 10),
  MEGA(12, 10);

  private final int most;
  private final int recommended;

  MidjourneyPlan(int most, int recommended) {
    this.most = most;
    this.recommended = recommended;
  }

  /// The most jobs that Midjourney runs at once.
  public int most() {
    return most;
  }

  /// Slightly below the most: what a person types by hand in Discord then still has room.
  public int recommended() {
    return recommended;
  }
}
