package easel.worker.simulation;

import java.time.Duration;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Virtual time and chance: what happens in a story happens one after another, in an order that the
/// seed alone decides.
final class World {
  private static final Logger log = LoggerFactory.getLogger(World.class);
  private static final long BEGIN = Duration.ofHours(1).toNanos();
  private static final long MILLI = 1_000_000;

  private final Random random;
  private final PriorityQueue<Event> agenda = new PriorityQueue<>();
  private long now = BEGIN;
  private long numbers;
  private boolean troubled = true;

  private record Event(long at, long number, Runnable what) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return at != other.at ? Long.compare(at, other.at) : Long.compare(number, other.number);
    }
  }

  World(long seed) {
    random = new Random(seed);
  }

  long now() {
    return now;
  }

  /// Tells what happens, where one story is told alone.
  void note(String what, Object whom) {
    log.atDebug().addKeyValue("second", (now - BEGIN) / 1e9).addKeyValue("whom", whom).log(what);
  }

  /// Nothing goes wrong by chance from here on.
  void calm() {
    troubled = false;
  }

  boolean isTroubled() {
    return troubled;
  }

  /// Whether this goes wrong now.
  boolean fails(double probability) {
    return troubled && random.nextDouble() < probability;
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  <T> T anyOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /// Nanoseconds between two numbers of milliseconds.
  long millis(int least, int most) {
    return (least + random.nextInt(most - least + 1)) * MILLI;
  }

  void in(long nanos, Runnable what) {
    agenda.add(new Event(now + nanos, ++numbers, what));
  }

  /// Does it again and again, from now on.
  void every(long nanos, Runnable what) {
    in(
        nanos,
        () -> {
          what.run();
          every(nanos, what);
        });
  }

  /// Lets everything happen that is due within this time. May be called by what happens.
  void pass(long nanos) {
    long until = now + nanos;
    while (!agenda.isEmpty() && agenda.peek().at() <= until) {
      var event = agenda.poll();
      now = Math.max(now, event.at());
      event.what().run();
    }
    now = Math.max(now, until);
  }
}
