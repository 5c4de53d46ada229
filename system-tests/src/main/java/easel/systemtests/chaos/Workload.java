package easel.systemtests.chaos;

import easel.systemtests.promise.History.Told;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Submits jobs at a steady pace: single ones, bursts with one and the same prompt, some that are
/// cancelled again, and buttons of finished grids; or, where all operations are mixed, whatever the
/// mix says. The same seed gives the same jobs for the same customers.
final class Workload {
  private static final double BURSTS = 0.06;
  private static final double CANCELS = 0.08;
  private static final double GRIDS_WITH_A_PRESS = 0.15;
  private static final int LONGEST_BURST = 6;
  private static final int LATEST_CANCEL = 4_000;
  // The latter two are rewritten by Midjourney.
  private static final List<String> PROMPTS =
      List.of(
          "a tin robot waters a fern %s",
          "a red fox in the snow %s --ar 3:2",
          "an  owl   on a  clock tower %s",
          "a lighthouse — at night %s");

  private final long seed;
  private final @Nullable Mix mix;
  private final Random random;
  private final ScheduledExecutorService clock;
  private final FaultLog log;
  private List<Customer> customers = List.of();
  private int number;
  private int owed;
  private volatile boolean stopped;

  /// @param mix what is asked for beside imagine; null if nothing is
  Workload(long seed, @Nullable Mix mix, ScheduledExecutorService clock, FaultLog log) {
    this.seed = seed;
    this.mix = mix;
    this.random = new Random(seed);
    this.clock = clock;
    this.log = log;
  }

  /// @param those each as often among them as its part of the jobs is large
  void begin(List<Customer> those, double jobsPerSecond) {
    customers = List.copyOf(those);
    var _ =
        clock.scheduleAtFixedRate(
            this::guardedTick, 0, Math.round(1_000_000 / jobsPerSecond), TimeUnit.MICROSECONDS);
  }

  /// Wants nothing new.
  void stop() {
    stopped = true;
  }

  private void guardedTick() {
    try {
      tick();
    } catch (RuntimeException failed) {
      log.trouble("the campaign could not submit", failed);
    }
  }

  private void tick() {
    if (stopped) {
      return;
    }
    if (owed > 0) {
      // A burst came early: its jobs are not wanted a second time.
      owed--;
      return;
    }
    var customer = customers.get(random.nextInt(customers.size()));
    var prompt = PROMPTS.get(random.nextInt(PROMPTS.size()));
    if (random.nextDouble() < BURSTS) {
      burst(customer, prompt);
      return;
    }
    var job = "tag%05d".formatted(++number);
    if (mix == null) {
      customer.imagine(job, job, prompt.formatted(job));
    } else {
      customer.ask(job, mix.wish(job, prompt.formatted(job)));
    }
    if (random.nextDouble() < CANCELS) {
      var _ =
          clock.schedule(
              () -> customer.cancel(job), random.nextInt(LATEST_CANCEL), TimeUnit.MILLISECONDS);
    }
  }

  private void burst(Customer customer, String prompt) {
    var sign = "twin%05d".formatted(++number);
    var count = 2 + random.nextInt(LONGEST_BURST - 1);
    for (int i = 1; i <= count; i++) {
      var job = sign + "-" + i;
      if (mix == null) {
        customer.imagine(job, sign, prompt.formatted(sign));
      } else {
        customer.ask(job, mix.oneOfMany(sign, prompt.formatted(sign)));
      }
    }
    owed = count - 1;
  }

  /// Presses buttons of some of the finished pictures and texts.
  void ended(Customer customer, String job, Told told) {
    if (mix == null) {
      endedGrid(customer, job, told);
    } else if (!stopped && told.status().equals("DONE")) {
      var below = Below.of(told.picture());
      mix.presses(job, below, customer.ranOn(job), customer.offered(job))
          .forEach(press -> customer.press(job, press, told.picture()));
    }
  }

  private void endedGrid(Customer customer, String job, Told told) {
    // Not Random, whose first numbers of neighbouring seeds are much the same.
    var choice = new SplittableRandom(seed ^ job.hashCode());
    if (stopped
        || !told.status().equals("DONE")
        || !job.matches("tag\\d+")
        || choice.nextDouble() >= GRIDS_WITH_A_PRESS) {
      return;
    }
    // Two at once, of which one may be a variation: such look alike among each other.
    var first = 1 + choice.nextInt(4);
    customer.press(job, Press.atOnce(Button.valueOf("U" + first)), told.picture());
    if (choice.nextBoolean()) {
      customer.press(
          job, Press.atOnce(Button.valueOf("V" + (1 + choice.nextInt(4)))), told.picture());
    } else {
      customer.press(job, Press.atOnce(Button.valueOf("U" + (1 + first % 4))), told.picture());
    }
  }
}
