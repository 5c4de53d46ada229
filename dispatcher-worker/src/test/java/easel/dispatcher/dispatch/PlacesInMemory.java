package easel.dispatcher.dispatch;

import easel.common.id.JobId;
import easel.common.id.QueueId;
import easel.common.slot.Place;
import easel.common.slot.Take;
import easel.dispatcher.redis.RedisUnreachable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Places that behave as those in Redis do, answers that get lost included.
final class PlacesInMemory implements Places {
  private record Gate(int limit, boolean open) {}

  private final Map<String, Gate> gates = new HashMap<>();
  private final Map<String, Set<JobId>> holders = new HashMap<>();
  private final Set<JobId> ended = new HashSet<>();
  private int takes;
  private int lostAnswers;

  void gate(String name, int limit, boolean open) {
    gates.put(name, new Gate(limit, open));
  }

  /// The next answers do not come, though what was asked is done.
  void loseAnswers(int count) {
    lostAnswers = count;
  }

  boolean losesNextAnswer() {
    return lostAnswers > 0;
  }

  void noteEnded(JobId job) {
    ended.add(job);
  }

  void empty() {
    gates.clear();
    holders.clear();
    ended.clear();
  }

  /// A worker frees both places of a job; its answers are not the dispatcher's.
  void freeBoth(String discordUser, QueueId queue, JobId job) {
    holders("account " + discordUser).remove(job);
    holders("queue " + queue).remove(job);
  }

  /// How many takes there were since this was last asked.
  int takes() {
    var counted = takes;
    takes = 0;
    return counted;
  }

  Set<JobId> holdersOfAccount(String discordUser) {
    return Set.copyOf(holders("account " + discordUser));
  }

  Set<JobId> holdersOfQueue(QueueId queue) {
    return Set.copyOf(holders("queue " + queue));
  }

  @Override
  public Take takeOfQueue(QueueId queue, JobId job) {
    takes++;
    if (ended.contains(job)) {
      return answer(Take.ENDED);
    }
    return answer(take("queue " + queue, job));
  }

  @Override
  public Take takeOfAccount(String discordUser, JobId job) {
    takes++;
    return answer(take("account " + discordUser, job));
  }

  @Override
  public void freeOfQueue(QueueId queue, JobId job) {
    holders("queue " + queue).remove(job);
    answer(Take.HELD);
  }

  @Override
  public void freeOfAccount(String discordUser, JobId job) {
    holders("account " + discordUser).remove(job);
    answer(Take.HELD);
  }

  @Override
  public List<Take> lookAt(List<Place> places) {
    answer(Take.HELD);
    return places.stream()
        .map(
            place ->
                switch (place) {
                  case Place.OfQueue(var queue, var job) ->
                      ended.contains(job) ? Take.ENDED : look("queue " + queue, job);
                  case Place.OfAccount(var user, var job) -> look("account " + user, job);
                })
        .toList();
  }

  @Override
  public Optional<String> accountHolding(List<String> discordUsers, JobId job) {
    answer(Take.HELD);
    return discordUsers.stream()
        .filter(user -> holders("account " + user).contains(job))
        .findFirst();
  }

  private Take take(String name, JobId job) {
    var answer = look(name, job);
    if (answer == Take.TAKEN) {
      holders(name).add(job);
    }
    return answer;
  }

  private Take look(String name, JobId job) {
    var gate = gates.get(name);
    if (gate == null) {
      return Take.UNKNOWN;
    }
    if (!gate.open()) {
      return Take.CLOSED;
    }
    if (holders(name).contains(job)) {
      return Take.HELD;
    }
    return holders(name).size() >= gate.limit() ? Take.FULL : Take.TAKEN;
  }

  private Take answer(Take take) {
    if (lostAnswers > 0) {
      lostAnswers--;
      throw new RedisUnreachable("lost on purpose");
    }
    return take;
  }

  private Set<JobId> holders(String name) {
    return holders.computeIfAbsent(name, _ -> new LinkedHashSet<>());
  }
}
