package easel.api.mj;

import easel.api.database.Upkeep;
import java.time.Duration;
import org.springframework.stereotype.Component;

/// Forgets dialogs whose day is over.
@Component
class OldDialogs implements Upkeep {
  private final DialogRows rows;

  OldDialogs(DialogRows rows) {
    this.rows = rows;
  }

  @Override
  public String name() {
    return "old-dialogs";
  }

  @Override
  public Duration period() {
    return Duration.ofMinutes(30);
  }

  @Override
  public void run() {
    rows.forgetOld();
  }
}
