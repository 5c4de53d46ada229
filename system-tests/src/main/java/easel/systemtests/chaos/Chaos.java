package easel.systemtests.chaos;

import easel.systemtests.Deployment;
import easel.systemtests.chaos.Campaign.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// Runs a campaign on an Easel of its own and judges it; exits with 0 only if every promise held.
public final class Chaos {
  private static final int LARGEST_SEED = 100_000;

  private Chaos() {}

  public static void main(String[] arguments) {
    Options options;
    try {
      options =
          Options.parse(List.of(arguments), ThreadLocalRandom.current().nextInt(LARGEST_SEED));
    } catch (IllegalArgumentException wrong) {
      System.err.println("✗ " + wrong.getMessage());
      System.exit(2);
      return;
    }
    System.exit(run(options).broken().isEmpty() ? 0 : 1);
  }

  /// How it went.
  ///
  /// @param broken a line for each row that is not as it must be
  /// @param evidence where logs and the like were kept, if there was a reason to
  record Result(List<String> broken, Optional<Path> evidence) {
    Result {
      broken = List.copyOf(broken);
    }
  }

  static Result run(Options options) {
    say("Chaos with seed %d: starting an Easel to break".formatted(options.seed()));
    var clocks = WrongClocks.of(options.seed());
    say("Clocks: " + clocks.inWords());
    try (var proxies = new Proxies(Schedule.RABBITMQ_NODES);
        var deployment = Campaign.deploy(clocks, proxies)) {
      return judge(deployment, campaign(options, clocks, deployment, proxies));
    }
  }

  private static Outcome campaign(
      Options options, WrongClocks clocks, Deployment deployment, Proxies proxies) {
    try {
      return Campaign.run(options, clocks, deployment, proxies, Chaos::say);
    } catch (RuntimeException failed) {
      say("✗ The campaign failed; logs are in " + Kept.logsOf(deployment, options.seed()));
      throw failed;
    }
  }

  private static Result judge(Deployment deployment, Outcome outcome) {
    var verdict = Verdict.of(outcome);
    var report = new Report(outcome, verdict).lines();
    System.out.println();
    report.forEach(System.out::println);
    System.out.println();
    Optional<Path> evidence = Optional.empty();
    var isKept = verdict.broken().isEmpty();
    if (!isKept || !verdict.unknown().isEmpty()) {
      evidence = Optional.of(Kept.of(deployment, outcome, report));
      say("Logs, ledger and faults are in " + evidence.get());
    }
    say(isKept ? "✓ Every promise held" : "✗ Not every promise held");
    return new Result(verdict.broken(), evidence);
  }

  private static void say(String line) {
    System.out.println("  " + line);
    System.out.flush();
  }
}
