package easel.worker.account;

import easel.common.id.JobId;
import easel.common.id.QueueId;
import easel.worker.claim.ClaimState;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The jobs of an account with an open claim, in line.
final class OpenJobs {
  private final Map<JobId, Job> byId = new HashMap<>();
  private final TreeMap<Long, Job> line = new TreeMap<>();
  // Found full when last counted; others may have made room since.
  private final Set<QueueId> fullQueues = new HashSet<>();
  private volatile int size;

  void add(Job job) {
    byId.put(job.id(), job);
    line.put(job.line, job);
    size = byId.size();
  }

  void remove(Job job) {
    byId.remove(job.id());
    line.remove(job.line);
    fullQueues.remove(job.queue());
    size = byId.size();
  }

  @Nullable Job get(JobId job) {
    return byId.get(job);
  }

  boolean holds(Job job) {
    return byId.containsKey(job.id());
  }

  /// Read by any thread.
  int size() {
    return size;
  }

  boolean isEmpty() {
    return byId.isEmpty();
  }

  boolean any(Predicate<Job> condition) {
    return byId.values().stream().anyMatch(condition);
  }

  /// All of them, as they are now: more may come and go while they are looked at.
  List<Job> all() {
    return List.copyOf(line.values());
  }

  /// Own threads with an open command.
  Set<Long> busyThreads() {
    return byId.values().stream()
        .map(job -> job.send)
        .filter(send -> send != null && send.ownThread())
        .map(send -> send == null ? 0L : send.thread())
        .collect(Collectors.toSet());
  }

  Optional<Job> next(int limit) {
    return Line.next(line.values(), limit, fullQueues);
  }

  /// Whether a job that is not in line yet would be next if it came last.
  boolean wouldBeNext(Job last, int limit) {
    if (any(job -> job.state == ClaimState.CLAIMED)) {
      return false;
    }
    Collection<Job> with = all();
    return Line.next(
            java.util.stream.Stream.concat(with.stream(), java.util.stream.Stream.of(last))
                .toList(),
            limit,
            fullQueues)
        .isPresent();
  }

  void markFull(QueueId queue) {
    fullQueues.add(queue);
  }

  void forgetFull() {
    fullQueues.clear();
  }
}
