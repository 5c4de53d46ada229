package easel.systemtests.chaos;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Does something later.
@FunctionalInterface
interface Alarm {
  void after(Duration pause, Runnable task);

  static Alarm of(ScheduledExecutorService clock) {
    return (pause, task) -> {
      var _ = clock.schedule(task, pause.toMillis(), TimeUnit.MILLISECONDS);
    };
  }
}
