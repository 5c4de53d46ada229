package easel.worker.wiring;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/// Ready once everything that it needs is there.
@Component
class WorkerHealthIndicator implements HealthIndicator {
  private final Worker worker;

  WorkerHealthIndicator(Worker worker) {
    this.worker = worker;
  }

  @Override
  public Health health() {
    var obstacles = worker.obstacles();
    return obstacles.isEmpty()
        ? Health.up().build()
        : Health.down().withDetail("missing", obstacles).build();
  }
}
