package easel.systemtests.chaos;

import easel.systemtests.chaos.Doing.ChangeLimit;
import easel.systemtests.chaos.Doing.PauseQueue;
import easel.systemtests.chaos.Doing.Relink;
import easel.systemtests.chaos.Doing.Say;
import easel.systemtests.chaos.Doing.TypeImagine;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/// What people do when, one thing every 4 to 7 s: the same seed gives the same list.
record Diary(List<Entry> entries) {
  private static final int FIRST = 3_000;
  private static final int SHORTEST_PAUSE = 4_000;
  private static final int LONGEST_PAUSE = 7_000;
  private static final int MANY = 1_000;
  private static final int LARGEST_LIMIT = 3;

  /// @param at since the campaign began
  record Entry(Duration at, Doing doing) {}

  Diary {
    entries = List.copyOf(entries);
  }

  static Diary of(long seed, Duration length) {
    // Not the numbers that the schedule of faults has.
    var random = new Random(new SplittableRandom(seed).nextLong());
    var entries = new ArrayList<Entry>();
    Deque<Doing> bag = new ArrayDeque<>();
    for (long at = FIRST;
        at < length.toMillis();
        at += SHORTEST_PAUSE + random.nextInt(LONGEST_PAUSE - SHORTEST_PAUSE + 1)) {
      if (bag.isEmpty()) {
        bag.addAll(day(random));
      }
      entries.add(new Entry(Duration.ofMillis(at), bag.removeFirst()));
    }
    return new Diary(entries);
  }

  private static List<Doing> day(Random random) {
    var day = new ArrayList<Doing>();
    for (int i = 0; i < 4; i++) {
      day.add(new ChangeLimit(random.nextInt(MANY), 1 + random.nextInt(LARGEST_LIMIT)));
    }
    for (int i = 0; i < 2; i++) {
      day.add(new PauseQueue(random.nextInt(MANY), seconds(random, 3, 12)));
      day.add(new Relink(random.nextInt(MANY), seconds(random, 2, 10)));
    }
    day.add(new TypeImagine(random.nextInt(MANY), true, true));
    day.add(new TypeImagine(random.nextInt(MANY), true, false));
    day.add(new TypeImagine(random.nextInt(MANY), false, random.nextBoolean()));
    day.add(new Say(random.nextInt(MANY)));
    Collections.shuffle(day, random);
    return day;
  }

  private static Duration seconds(Random random, int least, int most) {
    return Duration.ofMillis(1_000L * least + random.nextInt(1_000 * (most - least) + 1));
  }
}
