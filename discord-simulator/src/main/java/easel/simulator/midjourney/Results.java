package easel.simulator.midjourney;

import easel.simulator.cdn.Subject;
import easel.simulator.settings.Option;
import easel.simulator.settings.SettingsStore;
import easel.simulator.world.Mode;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// What finished jobs have made, the newest of them.
final class Results {
  private final SettingsStore settings;
  private final Map<String, Result> byJob = new ConcurrentHashMap<>();
  private final Queue<String> order = new ConcurrentLinkedQueue<>();

  Results(SettingsStore settings) {
    this.settings = settings;
  }

  record Result(long account, Task task, String prompt, Mode mode, Subject subject) {}

  void add(Job job) {
    byJob.put(
        job.id(),
        new Result(job.account().id(), job.task(), job.prompt(), job.mode(), job.subject()));
    order.add(job.id());
    // Nearly always one goes for one that comes; more only after the limit has been lowered.
    while (byJob.size() > settings.forAll().number(Option.FINISHED_JOBS)) {
      var oldest = order.poll();
      if (oldest == null) {
        return;
      }
      byJob.remove(oldest);
    }
  }

  @Nullable Result of(String job) {
    return byJob.get(job);
  }

  void clear() {
    byJob.clear();
    order.clear();
  }
}
