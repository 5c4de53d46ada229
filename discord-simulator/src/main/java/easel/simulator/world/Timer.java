package easel.simulator.world;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does things later, one after the other. Nothing that it does may wait for anyone.
public final class Timer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Timer.class);

  private final ScheduledThreadPoolExecutor executor;

  public Timer() {
    executor =
        new ScheduledThreadPoolExecutor(
            1,
            Thread.ofPlatform().name("timer").daemon().factory(),
            new ThreadPoolExecutor.DiscardPolicy());
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  public Future<?> in(long millis, Runnable task) {
    return executor.schedule(() -> run(task), millis, TimeUnit.MILLISECONDS);
  }

  public Future<?> every(long millis, Runnable task) {
    return executor.scheduleWithFixedDelay(() -> run(task), millis, millis, TimeUnit.MILLISECONDS);
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      log.error("A timed task failed; the others go on", e);
    }
  }

  /// Forgets everything that is still to be done, except what is repeated.
  public void clear() {
    executor
        .getQueue()
        .removeIf(
            task ->
                !(task instanceof java.util.concurrent.RunnableScheduledFuture<?> scheduled
                    && scheduled.isPeriodic()));
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
