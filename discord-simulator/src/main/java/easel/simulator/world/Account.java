package easel.simulator.world;

import org.jspecify.annotations.Nullable;

/// A person's Discord account, with what Midjourney knows of it.
public final class Account extends User {
  private volatile Plan plan;
  private volatile Mode mode;
  private volatile boolean remix;
  private volatile boolean stealth;
  private volatile @Nullable Block block;
  private volatile double fastHours = 1000;

  Account(long id, String username, String token, Plan plan, Mode mode) {
    super(id, username, token);
    this.plan = plan;
    this.mode = mode;
  }

  public Plan plan() {
    return plan;
  }

  public void subscribe(Plan newPlan) {
    plan = newPlan;
  }

  public Mode mode() {
    return mode;
  }

  public void workIn(Mode newMode) {
    mode = newMode;
  }

  public boolean remixes() {
    return remix;
  }

  public void remix(boolean on) {
    remix = on;
  }

  public boolean isStealth() {
    return stealth && plan.isLarge();
  }

  public void stealth(boolean on) {
    stealth = on;
  }

  public @Nullable Block block() {
    return block;
  }

  public void block(@Nullable Block newBlock) {
    block = newBlock;
  }

  public double fastHours() {
    return fastHours;
  }

  public void fastHours(double hours) {
    fastHours = hours;
  }
}
