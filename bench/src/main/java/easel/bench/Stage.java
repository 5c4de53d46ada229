package easel.bench;

import easel.systemtests.Deployment;
import easel.systemtests.EaselClient;
import java.time.Duration;

/// What benchmarks run on: one of each service with private brokers, held up by no limit of rate
/// and no pause between sends.
final class Stage {
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration READY = Duration.ofMinutes(5);

  private Stage() {}

  static Deployment start() {
    progress("starting one of each service with private brokers");
    return Deployment.of()
        .environment("EASEL_SEND_INTERVAL", "0ms")
        .environment("EASEL_RATE_LIMIT_GENERAL", "off")
        .environment("EASEL_RATE_LIMIT_MESSAGE", "off")
        .up();
  }

  /// Returns once a linked account takes jobs.
  static void awaitReady(EaselClient customer, long account) throws InterruptedException {
    var deadline = System.nanoTime() + READY.toNanos();
    while (!customer.account(account).status().equals("READY")) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "expected account %d to be READY within %s".formatted(account, READY));
      }
      look();
    }
  }

  /// A pause between two looks at something that is waited for.
  static void look() throws InterruptedException {
    Thread.sleep(LOOK);
  }

  /// Says what is done now, beside the result.
  static void progress(String what) {
    System.err.println("  … " + what);
  }
}
