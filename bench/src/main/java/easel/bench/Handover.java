package easel.bench;

import easel.systemtests.Deployment;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// How soon after a picture is done at Discord the next job of that account arrives there, with
/// every account busy and jobs waiting for each.
///
/// @param accounts each a customer's own, with three slots
/// @param waiting jobs kept waiting for each account while warming up
record Handover(
    int accounts, int waiting, Duration jobs, Duration warmUp, Duration measured, int cores)
    implements Benchmark {
  static final int SLOTS = 3;
  private static final Duration RAMP = Duration.ofSeconds(5);

  /// @throws IllegalArgumentException naming the options there are
  static Handover of(List<String> arguments) {
    var options =
        Options.of(
            arguments, List.of("--accounts", "--waiting", "--job-ms", "--warm-up", "--seconds"));
    return new Handover(
        options.get("--accounts", 50),
        options.get("--waiting", 20),
        Duration.ofMillis(options.get("--job-ms", 1_000)),
        Duration.ofSeconds(options.get("--warm-up", 300)),
        Duration.ofSeconds(options.get("--seconds", 30)),
        Runtime.getRuntime().availableProcessors());
  }

  @Override
  public String run() throws Exception {
    progress("starting one of each service with private brokers");
    try (var easel =
        Deployment.of()
            .environment("EASEL_SEND_INTERVAL", "0ms")
            .environment("EASEL_RATE_LIMIT_GENERAL", "off")
            .environment("EASEL_RATE_LIMIT_MESSAGE", "off")
            .up()) {
      easel.simulator().set(Map.of("jobMs", jobs.toMillis()));
      progress("linking %d accounts".formatted(accounts));
      try (var load = Load.on(easel, accounts, waiting);
          var probe = BrokerProbe.on(easel.setting("SPRING_RABBITMQ_ADDRESSES"))) {
        progress("warming up for %d s".formatted(warmUp.toSeconds()));
        load.keepWaiting(warmUp);
        var enough = jobsOfOneAccount() + waiting;
        progress("submitting %d jobs for each account".formatted(enough));
        load.fill(enough);
        load.drain(RAMP);
        progress("measuring for %d s".formatted(measured.toSeconds()));
        probe.forget();
        var before = Usage.of(easel);
        var from = System.nanoTime();
        load.drain(measured);
        var until = System.nanoTime();
        var usage = Usage.of(easel).since(before);
        return new Report(
                this,
                load.handoverTimes().between(from, until),
                probe.rounds(),
                probe.brokerVersion(),
                usage,
                load.fewestWaiting())
            .markdown();
      }
    }
  }

  /// The most that an account can end while it is measured.
  private int jobsOfOneAccount() {
    return (int) (SLOTS * measured.plus(RAMP).toMillis() / jobs.toMillis());
  }

  private static void progress(String what) {
    System.err.println("  … " + what);
  }
}
