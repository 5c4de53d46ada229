package easel.api.job;

import easel.api.database.Upkeep;
import java.time.Duration;
import org.springframework.stereotype.Component;

/// Forgets idempotency keys whose day is over.
@Component
class OldKeys implements Upkeep {
  private final JobRows rows;

  OldKeys(JobRows rows) {
    this.rows = rows;
  }

  @Override
  public String name() {
    return "old-idempotency-keys";
  }

  @Override
  public Duration period() {
    return Duration.ofMinutes(30);
  }

  @Override
  public void run() {
    rows.forgetOldKeys();
  }
}
