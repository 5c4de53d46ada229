package easel.systemtests.chaos;

import easel.systemtests.Deployment;
import easel.systemtests.chaos.Campaign.Outcome;
import java.util.List;
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
    System.exit(run(options) ? 0 : 1);
  }

  /// @return whether every promise held
  static boolean run(Options options) {
    say("Chaos with seed %d: starting an Easel to break".formatted(options.seed()));
    try (var deployment = Campaign.deploy()) {
      return judge(deployment, campaign(options, deployment));
    }
  }

  private static Outcome campaign(Options options, Deployment deployment) {
    try {
      return Campaign.run(options, deployment, Chaos::say);
    } catch (RuntimeException failed) {
      say("✗ The campaign failed; logs are in " + Kept.logsOf(deployment, options.seed()));
      throw failed;
    }
  }

  private static boolean judge(Deployment deployment, Outcome outcome) {
    var verdict = Verdict.of(outcome);
    var report = new Report(outcome, verdict).lines();
    System.out.println();
    report.forEach(System.out::println);
    System.out.println();
    if (!verdict.isKept() || !verdict.unknown().isEmpty()) {
      say("Logs, ledger and faults are in " + Kept.of(deployment, outcome, report));
    }
    say(verdict.isKept() ? "✓ Every promise held" : "✗ Not every promise held");
    return verdict.isKept();
  }

  private static void say(String line) {
    System.out.println("  " + line);
    System.out.flush();
  }
}
