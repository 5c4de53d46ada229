package easel.simulator.world;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A person's Discord account, with what Midjourney knows of it.
public final class Account extends User {
  private volatile Plan plan;
  private volatile Mode mode;
  private volatile boolean remix;
  private volatile boolean stealth;
  private volatile @Nullable Blocked blocked;
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

  /// @param until when it ends by itself, null if its owner must act
  public record Blocked(Block why, @Nullable Instant until) {}

  /// Why it can't work, null if it can.
  public @Nullable Blocked blocked() {
    var now = blocked;
    if (now == null) {
      return null;
    }
    var until = now.until();
    return until != null && until.isBefore(Instant.now()) ? null : now;
  }

  public void block(Block why, @Nullable Instant until) {
    blocked = new Blocked(why, until);
  }

  public void unblock() {
    blocked = null;
  }

  public double fastHours() {
    return fastHours;
  }

  public void fastHours(double hours) {
    fastHours = hours;
  }
}
