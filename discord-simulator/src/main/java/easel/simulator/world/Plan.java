package easel.simulator.world;

/// A Midjourney subscription.
public enum Plan {
  BASIC(4),
  STANDARD(10),
  PRO(40),
  MEGA(40);

  private final int mostAtOnce;

  Plan(int mostAtOnce) {
    this.mostAtOnce = mostAtOnce;
  }

  /// How many jobs one command may start.
  public int mostAtOnce() {
    return mostAtOnce;
  }

  public boolean isLarge() {
    return this == PRO || this == MEGA;
  }
}
