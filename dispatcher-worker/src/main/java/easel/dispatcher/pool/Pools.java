package easel.dispatcher.pool;

import easel.common.directory.AccountEntry;
import easel.common.directory.Directory;
import easel.common.directory.QueueEntry;
import easel.common.id.AccountId;
import easel.common.id.PoolId;
import easel.common.id.QueueId;
import easel.common.message.LaneJob;
import easel.common.partition.Partitions;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The pools of one partition, as of one directory: the queues that feed them and the linked
/// accounts that serve them.
public final class Pools {
  /// Before any directory was read.
  public static final Pools UNKNOWN = new Pools(Directory.UNKNOWN, Map.of(), Map.of());

  private final Directory directory;
  private final Map<QueueId, QueueEntry> queues;
  private final Map<PoolId, List<AccountEntry>> linked;

  private Pools(
      Directory directory,
      Map<QueueId, QueueEntry> queues,
      Map<PoolId, List<AccountEntry>> linked) {
    this.directory = directory;
    this.queues = queues;
    this.linked = linked;
  }

  /// The pools of each partition, by its number.
  public static List<Pools> divide(Directory directory) {
    Map<Integer, Map<QueueId, QueueEntry>> queues = new HashMap<>();
    for (var queue : directory.queues().values()) {
      queues
          .computeIfAbsent(Partitions.ofPool(queue.pool()), _ -> new HashMap<>())
          .put(queue.id(), queue);
    }
    Map<Integer, Map<PoolId, List<AccountEntry>>> linked =
        directory.accounts().values().stream()
            .filter(AccountEntry::linked)
            .sorted(Comparator.comparing(AccountEntry::id))
            .collect(
                Collectors.groupingBy(
                    account -> Partitions.ofPool(account.pool()),
                    Collectors.groupingBy(AccountEntry::pool)));
    return IntStream.range(0, Partitions.COUNT)
        .mapToObj(
            partition ->
                new Pools(
                    directory,
                    queues.getOrDefault(partition, Map.of()),
                    linked.getOrDefault(partition, Map.of())))
        .toList();
  }

  /// The queues whose lanes exist.
  public Set<QueueId> lanes() {
    return queues.values().stream()
        .filter(QueueEntry::declared)
        .map(QueueEntry::id)
        .collect(Collectors.toUnmodifiableSet());
  }

  public Optional<AccountEntry> account(AccountId id) {
    return directory.account(id);
  }

  /// The linked accounts of a pool of this partition, usable or not, by their number.
  public List<AccountEntry> accountsOf(PoolId pool) {
    return linked.getOrDefault(pool, List.of());
  }

  /// Whether the queue sends nothing now. Redis, which also says so, may have fallen behind.
  public boolean isPaused(QueueId queue) {
    return directory.queue(queue).map(QueueEntry::paused).orElse(false);
  }

  /// Where the job may run.
  public Target targetOf(LaneJob job) {
    var queue = queues.get(job.queue());
    if (!directory.complete() || queue == null) {
      return new Target.Unknown();
    }
    var pinned = job.pinned();
    if (pinned != null) {
      return bound(pinned);
    }
    // A lane whose own account was unlinked is one more queue of its pool.
    var home = queue.account();
    if (home != null && directory.account(home).map(AccountEntry::linked).orElse(true)) {
      return bound(home);
    }
    var accounts = accountsOf(queue.pool());
    return accounts.isEmpty()
        ? new Target.NoAccountLeft(queue.pool())
        : new Target.InTurn(queue.pool(), accounts);
  }

  private Target bound(AccountId id) {
    var account = directory.account(id);
    if (account.isEmpty()) {
      return new Target.Unknown();
    }
    return account.get().linked()
        ? new Target.Bound(account.get())
        : new Target.Nowhere("Account %s was unlinked.".formatted(id));
  }

  /// Whether another directory says the same about this partition, so that nothing needs a look.
  public boolean saysTheSameAs(Pools other) {
    return directory.complete() == other.directory.complete()
        && queues.equals(other.queues)
        && linked.equals(other.linked);
  }
}
