package easel.systemtests.chaos;

import easel.systemtests.chaos.Fault.Cut;
import easel.systemtests.chaos.Fault.FallBehind;
import easel.systemtests.chaos.Fault.FlushRedis;
import easel.systemtests.chaos.Fault.HalfOpen;
import easel.systemtests.chaos.Fault.Kill;
import easel.systemtests.chaos.Fault.Mishap;
import easel.systemtests.chaos.Fault.Pause;
import easel.systemtests.chaos.Fault.Wipe;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What is broken when: the same seed gives the same list.
///
/// Three streams run beside each other: one hits processes every 4 to 6 s, one Discord every 5 to 8
/// s, one the connections to the brokers every 15 to 25 s. Faults come out of bags in which each
/// kind lies as often as it shall happen, so that each role is hit about equally often in every
/// part of a campaign.
record Schedule(List<Planned> planned) {
  static final List<String> SERVICES = List.of("api", "dispatcher", "worker");
  static final List<String> BROKERS = List.of("rabbitmq", "redis", "postgresql");
  static final List<String> ROLES = Stream.concat(SERVICES.stream(), BROKERS.stream()).toList();

  static final int RABBITMQ_NODES = 3;

  private static final int FIRST = 5_000;
  private static final int LONGEST_DOWN = 6_000;
  private static final Duration LONG_STOP = Duration.ofSeconds(90);
  // Of so many kills one hits all instances.
  private static final int ALL = 8;
  private static final double PART_OF_CONNECTIONS = 0.4;
  // Neighbouring seeds must not share a stream.
  private static final long CONNECTIONS = 7_046_029_254_386_353_131L;

  /// @param at since the campaign began
  record Planned(Duration at, Fault fault) {}

  Schedule {
    planned = List.copyOf(planned);
  }

  /// @param longPauses whether some stops last 90 s
  static Schedule of(long seed, Duration length, boolean longPauses) {
    var processes = new Random(seed);
    var discord = new Random(~seed);
    var connections = new Random(seed ^ CONNECTIONS);
    var planned = new ArrayList<Planned>();
    planned.addAll(
        stream(processes, 4_000, 6_000, length, () -> ofProcesses(processes, longPauses)));
    planned.addAll(stream(discord, 5_000, 8_000, length, () -> ofDiscord(discord)));
    planned.addAll(stream(connections, 15_000, 25_000, length, () -> ofConnections(connections)));
    planned.sort(Comparator.comparing(Planned::at));
    return new Schedule(planned);
  }

  /// How many processes share the work of a role.
  static int instances(String role) {
    return switch (role) {
      case "rabbitmq" -> RABBITMQ_NODES;
      case "redis", "postgresql" -> 1;
      default -> 2;
    };
  }

  private static List<Planned> stream(
      Random random, int least, int most, Duration length, Supplier<List<Fault>> bags) {
    var planned = new ArrayList<Planned>();
    Deque<Fault> bag = new ArrayDeque<>();
    for (long at = FIRST; at < length.toMillis(); at += between(random, least, most)) {
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
    for (var service : SERVICES) {
      bag.add(kill(random, service));
    }
    bag.add(new Wipe(some(random, "rabbitmq"), down(random)));
    bag.add(new FallBehind(Duration.ofMillis(between(random, 2_000, 15_000)), down(random)));
    bag.add(kill(random, "postgresql"));
    bag.add(pause(random, longPauses));
    bag.add(pause(random, longPauses));
    bag.add(new FlushRedis());
    Collections.shuffle(bag, random);
    return bag;
  }

  private static Kill kill(Random random, String role) {
    return new Kill(role, some(random, role), down(random));
  }

  private static Duration down(Random random) {
    return Duration.ofMillis(random.nextInt(LONGEST_DOWN + 1));
  }

  private static List<String> some(Random random, String role) {
    if (instances(role) == 1) {
      return List.of(role);
    }
    if (random.nextInt(ALL) == 0) {
      return IntStream.rangeClosed(1, instances(role)).mapToObj(i -> role + "-" + i).toList();
    }
    return List.of(one(random, role));
  }

  private static Pause pause(Random random, boolean longPauses) {
    var role = SERVICES.get(random.nextInt(SERVICES.size()));
    var span = Duration.ofMillis(between(random, 3_000, 20_000));
    return new Pause(
        role, one(random, role), longPauses && random.nextBoolean() ? LONG_STOP : span);
  }

  private static String one(Random random, String role) {
    return role + "-" + (1 + random.nextInt(instances(role)));
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

  private static List<Fault> ofConnections(Random random) {
    var bag = new ArrayList<Fault>();
    for (var role : BROKERS) {
      bag.add(new Cut(role, share(random), random.nextLong()));
      var span = Duration.ofMillis(between(random, 5_000, 20_000));
      bag.add(
          new HalfOpen(role, PART_OF_CONNECTIONS, random.nextLong(), span, random.nextBoolean()));
    }
    Collections.shuffle(bag, random);
    return bag;
  }

  private static double share(Random random) {
    return random.nextBoolean() ? 1 : PART_OF_CONNECTIONS;
  }

  private static int between(Random random, int least, int most) {
    return least + random.nextInt(most - least + 1);
  }
}
