package easel.worker.simulation;

import easel.common.id.JobId;
import easel.common.id.QueueId;
import easel.common.slot.Place;
import easel.common.slot.Slots;
import easel.common.slot.Take;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Places with the meaning that the scripts in Redis give them.
final class SlotsInMemory implements Slots {
  private final Map<Object, Gate> gates = new HashMap<>();
  private final Map<Object, Set<JobId>> places = new HashMap<>();
  private final Map<QueueId, Set<JobId>> ended = new HashMap<>();

  private record Gate(long version, int limit, boolean open) {}

  /// As FLUSHALL does.
  void empty() {
    gates.clear();
    places.clear();
    ended.clear();
  }

  /// Who holds places of anything.
  Map<Object, Set<JobId>> held() {
    return places.entrySet().stream()
        .filter(entry -> !entry.getValue().isEmpty())
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> Set.copyOf(entry.getValue())));
  }

  private Set<JobId> of(Object owner) {
    return places.computeIfAbsent(owner, _ -> new LinkedHashSet<>());
  }

  private Take look(Object owner, JobId job, boolean hasEnded) {
    if (hasEnded) {
      return Take.ENDED;
    }
    var gate = gates.get(owner);
    if (gate == null) {
      return Take.UNKNOWN;
    }
    if (!gate.open()) {
      return Take.CLOSED;
    }
    if (of(owner).contains(job)) {
      return Take.HELD;
    }
    return of(owner).size() >= gate.limit() ? Take.FULL : Take.TAKEN;
  }

  private Take take(Object owner, JobId job, boolean hasEnded) {
    var take = look(owner, job, hasEnded);
    if (take == Take.TAKEN) {
      of(owner).add(job);
    }
    return take;
  }

  private boolean hasEnded(QueueId queue, JobId job) {
    return ended.getOrDefault(queue, Set.of()).contains(job);
  }

  @Override
  public Take takeOfQueue(QueueId queue, JobId job) {
    return take(queue, job, hasEnded(queue, job));
  }

  @Override
  public Take takeOfAccount(String discordUser, JobId job) {
    return take(discordUser, job, false);
  }

  @Override
  public void freeOfQueue(QueueId queue, JobId job) {
    of(queue).remove(job);
  }

  @Override
  public void freeOfAccount(String discordUser, JobId job) {
    of(discordUser).remove(job);
  }

  @Override
  public void free(String discordUser, QueueId queue, JobId job) {
    freeOfAccount(discordUser, job);
    freeOfQueue(queue, job);
  }

  @Override
  public void restoreOfQueue(QueueId queue, JobId job) {
    of(queue).add(job);
  }

  @Override
  public void restoreOfAccount(String discordUser, JobId job) {
    of(discordUser).add(job);
  }

  @Override
  public List<Take> lookAt(List<Place> asked) {
    return asked.stream()
        .map(
            place ->
                switch (place) {
                  case Place.OfQueue(var queue, var job) -> look(queue, job, hasEnded(queue, job));
                  case Place.OfAccount(var user, var job) -> look(user, job, false);
                })
        .toList();
  }

  @Override
  public Optional<String> accountHolding(List<String> discordUsers, JobId job) {
    return discordUsers.stream().filter(user -> holdsOfAccount(user, job)).findFirst();
  }

  @Override
  public boolean holdsOfAccount(String discordUser, JobId job) {
    return of(discordUser).contains(job);
  }

  @Override
  public Set<JobId> holdersOfAccount(String discordUser) {
    return Set.copyOf(of(discordUser));
  }

  @Override
  public Set<JobId> holdersOfQueue(QueueId queue) {
    return Set.copyOf(of(queue));
  }

  @Override
  public Map<String, Set<JobId>> holdersOfAccounts(Collection<String> discordUsers) {
    return holders(discordUsers);
  }

  @Override
  public Map<QueueId, Set<JobId>> holdersOfQueues(Collection<QueueId> queues) {
    return holders(queues);
  }

  private <K> Map<K, Set<JobId>> holders(Collection<K> owners) {
    return owners.stream()
        .collect(Collectors.toMap(Function.identity(), owner -> Set.copyOf(of(owner))));
  }

  @Override
  public void noteEnded(QueueId queue, JobId job) {
    ended.computeIfAbsent(queue, _ -> new HashSet<>()).add(job);
  }

  @Override
  public void setGateOfQueue(QueueId queue, long version, int limit, boolean open) {
    setGate(queue, new Gate(version, limit, open));
  }

  @Override
  public void setGateOfAccount(String discordUser, long version, int limit, boolean open) {
    setGate(discordUser, new Gate(version, limit, open));
  }

  private void setGate(Object owner, Gate gate) {
    gates.merge(owner, gate, (old, fresh) -> old.version() > fresh.version() ? old : fresh);
  }
}
