package easel.dispatcher.dispatch;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import easel.common.directory.QueueEntry;
import easel.common.id.AccountId;
import easel.common.id.JobId;
import easel.common.id.QueueId;
import easel.common.message.LaneJob;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Lanes, workers and everything that goes wrong between them, in virtual time: one seed, one
/// story.
///
/// The broker delivers each lane's first job until it is acknowledged; workers claim a job once and
/// answer repeats; dispatchers crash, answers of Redis and words of freed places get lost, confirms
/// come late or never, limits and pauses change.
final class HeadsSimulation {
  private static final int STEPS = 80;

  private record Running(LaneJob job, AccountId account) {}

  private record InFlight(Decision.HandOver handOver, boolean arrived) {}

  private final Random random;
  private final Planted planted;
  private final Fixture world;
  private final Map<AccountId, Integer> limits = new LinkedHashMap<>();
  private final Map<QueueId, QueueEntry> queues = new LinkedHashMap<>();

  private final Map<QueueId, Deque<LaneJob>> lanes = new HashMap<>();
  private final Set<QueueId> delivered = new HashSet<>();
  private final Set<JobId> deliveredBefore = new HashSet<>();
  private final Map<QueueId, InFlight> inFlight = new LinkedHashMap<>();

  private final Set<JobId> claimed = new HashSet<>();
  private final Map<QueueId, Long> lastClaimed = new HashMap<>();
  private final List<Running> running = new ArrayList<>();
  private int accepted;

  /// Whether something changed that only a look at all heads can find.
  private boolean untold;

  HeadsSimulation(long seed, Planted planted) {
    random = new Random(seed);
    this.planted = planted;
    world = new Fixture(planted);
    var accounts = 1 + random.nextInt(4);
    for (int i = 1; i <= accounts; i++) {
      setLimit(Fixture.account(i), 1 + random.nextInt(3));
    }
    var count = 1 + random.nextInt(5);
    for (int i = 1; i <= count; i++) {
      var home = random.nextInt(3) == 0 ? Fixture.account(1 + random.nextInt(accounts)) : null;
      var limit = random.nextBoolean() ? 1 + random.nextInt(3) : QueueEntry.UNLIMITED;
      setQueue(QueueId.ofCustomer(i), limit, home, false);
    }
  }

  /// Runs the story to its end, where every job must have run once.
  void run() {
    for (int step = 0; step < STEPS; step++) {
      happens();
      settle();
      nothingIsIdle();
    }
    queues.values().forEach(queue -> setQueue(queue.id(), queue.limit(), queue.account(), false));
    for (int round = 0; running() || round < 3; round++) {
      assertThat(round).as("P1: rounds until every job has run").isLessThan(10 * accepted + 10);
      confirmAll();
      while (!running.isEmpty()) {
        endOne(true);
      }
      tick();
      settle();
      nothingIsIdle();
    }
    assertThat(claimed).as("P1: jobs that ran").hasSize(accepted);
  }

  private boolean running() {
    return !running.isEmpty() || lanes.values().stream().anyMatch(lane -> !lane.isEmpty());
  }

  private void happens() {
    switch (random.nextInt(14)) {
      case 0, 1, 2, 3 -> accept();
      case 4, 5, 6 -> endOne(true);
      case 7 -> endOne(false);
      case 8, 9 -> confirmAll();
      case 10 -> crash();
      case 11 -> world.places.loseAnswers(1 + random.nextInt(2));
      case 12 -> changeSomething();
      case 13 -> tick();
      default -> throw new IllegalStateException("expected one of the above");
    }
  }

  private void accept() {
    var queue = anyOf(List.copyOf(queues.keySet()));
    var pinned = random.nextInt(5) == 0 ? anyOf(List.copyOf(limits.keySet())) : null;
    lanes.computeIfAbsent(queue, _ -> new ArrayDeque<>()).add(world.job(queue, pinned));
    accepted++;
  }

  private void endOne(boolean heard) {
    if (running.isEmpty()) {
      return;
    }
    var ended = running.remove(random.nextInt(running.size()));
    if (heard && planted == Planted.FREED_UNHEARD) {
      world.endsUnheard(ended.job(), ended.account());
    } else if (heard) {
      world.ends(ended.job(), ended.account());
    } else {
      world.endsUnheard(ended.job(), ended.account());
      untold = true;
    }
  }

  private void confirmAll() {
    for (var entry : List.copyOf(inFlight.entrySet())) {
      var lane = entry.getKey();
      inFlight.remove(lane);
      if (entry.getValue().arrived() || planted == Planted.CONFIRMED_BEFORE_ARRIVAL) {
        lane(lane).removeFirst();
        delivered.remove(lane);
        world.heads.done(lane);
      } else {
        world.heads.failed(lane);
      }
    }
  }

  private void crash() {
    inFlight.clear();
    if (planted == Planted.REQUEUED_AT_THE_BACK) {
      delivered.forEach(lane -> lane(lane).addLast(lane(lane).removeFirst()));
    }
    delivered.clear();
    world.takeOver();
  }

  private void changeSomething() {
    if (random.nextBoolean()) {
      setLimit(anyOf(List.copyOf(limits.keySet())), 1 + random.nextInt(3));
    } else {
      var queue = queue(anyOf(List.copyOf(queues.keySet())));
      setQueue(queue.id(), queue.limit(), queue.account(), !queue.paused());
    }
    untold = true;
  }

  private void tick() {
    world.pass(Duration.ofSeconds(random.nextInt(20) == 0 ? 700 : 1));
    untold = world.places.losesNextAnswer();
    world.heads.lookAgain();
  }

  private void setLimit(AccountId account, int limit) {
    limits.put(account, limit);
    world.account(account.value(), limit);
  }

  private void setQueue(QueueId id, int limit, @Nullable AccountId home, boolean paused) {
    queues.put(id, new QueueEntry(id, Fixture.POOL, home, limit, paused, true));
    world.queue(id, limit, home, paused);
  }

  /// The broker delivers and the dispatcher decides until nothing more happens.
  private void settle() {
    do {
      deliver();
      for (var next = world.heads.next(); next.isPresent(); next = world.heads.next()) {
        act(next.get());
      }
    } while (mayDeliver());
  }

  private boolean mayDeliver() {
    return lanes.entrySet().stream()
        .anyMatch(lane -> !lane.getValue().isEmpty() && !delivered.contains(lane.getKey()));
  }

  private void deliver() {
    lanes.forEach(
        (queue, jobs) -> {
          if (!jobs.isEmpty() && delivered.add(queue)) {
            var head = jobs.getFirst();
            boolean again = !deliveredBefore.add(head.job());
            // Where its lane was lost and filled anew, nothing says that it comes again.
            boolean isTold = random.nextInt(3) != 0;
            world.heads.arrived(new Head(head, again && isTold));
          }
        });
  }

  private void act(Decision.Action action) {
    switch (action) {
      case Decision.HandOver handOver -> handOver(handOver);
      case Decision.Return(var job) -> {
        world.heads.done(job.queue());
        delivered.remove(job.queue());
      }
      case Decision.AskForEnd _, Decision.Drop _, Decision.Reject _ ->
          throw new AssertionError("expected every job to run, got: " + action);
    }
  }

  private void handOver(Decision.HandOver handOver) {
    var job = handOver.job();
    var account = handOver.account();
    assertThat(world.places.holdersOfAccount(account.discordUser()))
        .as("P3: who holds a place of the account")
        .contains(job.job());
    assertThat(world.places.holdersOfQueue(job.queue()))
        .as("P3: who holds a place of the queue")
        .contains(job.job());
    assertThat(limits.keySet().stream().map(Fixture::user))
        .as("P6: accounts of which the job holds a place")
        .filteredOn(user -> world.places.holdersOfAccount(user).contains(job.job()))
        .hasSize(1);
    if (job.pinned() != null) {
      assertThat(account.id()).isEqualTo(job.pinned());
    }
    var arrived = random.nextInt(6) != 0;
    inFlight.put(job.queue(), new InFlight(handOver, arrived));
    if (arrived) {
      claim(job, account.id());
    }
  }

  /// What a worker does with a hand-over.
  private void claim(LaneJob job, AccountId account) {
    if (!claimed.add(job.job())) {
      repeated(job, account);
      return;
    }
    assertThat(job.number())
        .as("P4: order of queue %s", job.queue())
        .isGreaterThan(lastClaimed.getOrDefault(job.queue(), 0L));
    lastClaimed.put(job.queue(), job.number());
    // A lowered limit holds for what is handed over after it.
    assertThat(running.stream().filter(one -> one.account().equals(account)).count())
        .as("P3: jobs on account %s before one more", account)
        .isLessThan(3);
    running.add(new Running(job, account));
    assertThat(running.stream().filter(one -> one.account().equals(account)).map(Running::job))
        .as("P3: jobs that run hold places")
        .allSatisfy(
            one ->
                assertThat(world.places.holdersOfAccount(Fixture.user(account)))
                    .contains(one.job()));
    assertThat(running.stream().filter(one -> one.job().queue().equals(job.queue())).count())
        .as("P3: jobs of queue %s", job.queue())
        .isLessThanOrEqualTo(queue(job.queue()).limit());
  }

  private void repeated(LaneJob job, AccountId account) {
    var first = running.stream().filter(one -> one.job().equals(job)).findFirst();
    if (first.isEmpty()) {
      world.ends(job, account);
    } else {
      assertThat(account).as("a repeat goes where the job is").isEqualTo(first.get().account());
    }
  }

  /// P6: what may run is on its way.
  private void nothingIsIdle() {
    if (untold || world.heads.held().contains(new WaitsFor.AnotherTry())) {
      return;
    }
    for (var lane : delivered) {
      var head = lane(lane).getFirst();
      if (inFlight.containsKey(lane)) {
        continue;
      }
      assertThat(mayRun(head))
          .as("P6: head %s of %s is held though it may run", head.number(), lane)
          .isFalse();
    }
  }

  private boolean mayRun(LaneJob head) {
    var queue = queue(head.queue());
    var holders = world.places.holdersOfQueue(head.queue());
    if (queue.paused() || (!holders.contains(head.job()) && holders.size() >= queue.limit())) {
      return false;
    }
    var bound = head.pinned() == null ? queue.account() : head.pinned();
    return bound == null ? limits.keySet().stream().anyMatch(this::hasRoom) : hasRoom(bound);
  }

  private boolean hasRoom(AccountId account) {
    return world.places.holdersOfAccount(Fixture.user(account)).size() < limit(account);
  }

  private Deque<LaneJob> lane(QueueId queue) {
    return requireNonNull(lanes.get(queue));
  }

  private QueueEntry queue(QueueId id) {
    return requireNonNull(queues.get(id));
  }

  private int limit(AccountId account) {
    return requireNonNull(limits.get(account));
  }

  private <T> T anyOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
