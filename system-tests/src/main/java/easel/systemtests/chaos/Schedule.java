package easel.systemtests.chaos;

import easel.systemtests.chaos.Fault.FlushRedis;
import easel.systemtests.chaos.Fault.Kill;
import easel.systemtests.chaos.Fault.Mishap;
import easel.systemtests.chaos.Fault.Pause;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// What is broken when: the same seed gives the same list.
///
/// Two streams run beside each other, one that hits processes and one that hits Discord, each with
/// a fault every 5 to 8 s. Faults come out of bags in which each kind lies as often as it shall
/// happen, so that each role is hit about equally often in every part of a campaign.
record Schedule(List<Planned> planned) {
  static final List<String> SERVICES = List.of("api", "dispatcher", "worker");
  static final List<String> BROKERS = List.of("rabbitmq", "redis", "postgresql");
  static final List<String> ROLES = Stream.concat(SERVICES.stream(), BROKERS.stream()).toList();

  private static final int FIRST = 5_000;
  private static final int SHORTEST_PAUSE = 5_000;
  private static final int LONGEST_PAUSE = 8_000;
  private static final int LONGEST_DOWN = 6_000;
  private static final Duration LONG_STOP = Duration.ofSeconds(90);
  // Of so many kills of a service one hits both instances.
  private static final int BOTH = 8;

  /// @param at since the campaign began
  record Planned(Duration at, Fault fault) {}

  Schedule {
    planned = List.copyOf(planned);
  }

  /// @param longPauses whether some stops last 90 s
  static Schedule of(long seed, Duration length, boolean longPauses) {
    var processes = new Random(seed);
    var discord = new Random(~seed);
    var planned = new ArrayList<Planned>();
    planned.addAll(stream(processes, length, () -> ofProcesses(processes, longPauses)));
    planned.addAll(stream(discord, length, () -> ofDiscord(discord)));
    planned.sort(Comparator.comparing(Planned::at));
    return new Schedule(planned);
  }

  private static List<Planned> stream(Random random, Duration length, Supplier<List<Fault>> bags) {
    var planned = new ArrayList<Planned>();
    Deque<Fault> bag = new ArrayDeque<>();
    for (long at = FIRST;
        at < length.toMillis();
        at += between(random, SHORTEST_PAUSE, LONGEST_PAUSE)) {
      if (bag.isEmpty()) {
        bag.addAll(bags.get());
      }
      planned.add(new Planned(Duration.ofMillis(at), bag.removeFirst()));
    }
    return planned;
  }

  private static List<Fault> ofProcesses(Random random, boolean longPauses) {
    var bag = new ArrayList<Fault>();
    for (var role : ROLES) {
      bag.add(kill(random, role));
      bag.add(kill(random, role));
    }
    bag.add(pause(random, longPauses));
    bag.add(new FlushRedis());
    Collections.shuffle(bag, random);
    return bag;
  }

  private static Kill kill(Random random, String role) {
    var down = Duration.ofMillis(random.nextInt(LONGEST_DOWN + 1));
    if (BROKERS.contains(role)) {
      return new Kill(role, List.of(role), down);
    }
    if (random.nextInt(BOTH) == 0) {
      return new Kill(role, List.of(role + "-1", role + "-2"), down);
    }
    return new Kill(role, List.of(one(random, role)), down);
  }

  private static Pause pause(Random random, boolean longPauses) {
    var role = SERVICES.get(random.nextInt(SERVICES.size()));
    var span = Duration.ofMillis(between(random, 3_000, 20_000));
    return new Pause(
        role, one(random, role), longPauses && random.nextBoolean() ? LONG_STOP : span);
  }

  private static String one(Random random, String role) {
    return role + "-" + (1 + random.nextInt(2));
  }

  private static List<Fault> ofDiscord(Random random) {
    var bag =
        new ArrayList<Fault>(
            List.of(
                new Mishap("interactions", "429", 1 + random.nextInt(3)),
                new Mishap("interactions", "500", 1 + random.nextInt(2)),
                new Mishap("interactions", "html502", 1),
                new Mishap("interactions", "hang", 1),
                new Mishap("interactions", "cutBefore", 1 + random.nextInt(2)),
                new Mishap("interactions", "cutAfter", 1 + random.nextInt(2)),
                new Mishap("interactions", "delay", 1 + random.nextInt(3)),
                new Mishap("interactions", "silent", 1),
                new Mishap("rest", "429", 1),
                new Mishap("rest", "500", 1 + random.nextInt(2)),
                new Mishap("rest", "cutBefore", 1),
                new Mishap("rest", "cutAfter", 1),
                new Mishap("gateway", "drop", 1 + random.nextInt(2)),
                new Mishap("gateway", "op7", 1 + random.nextInt(2)),
                new Mishap("gateway", "op9resumable", 1),
                new Mishap("gateway", "op9", 1),
                new Mishap("gateway", "hang", 1),
                new Mishap("gateway", "duplicate", 3),
                new Mishap("gateway", "reorder", 3)));
    Collections.shuffle(bag, random);
    return bag;
  }

  private static int between(Random random, int least, int most) {
    return least + random.nextInt(most - least + 1);
  }
}
