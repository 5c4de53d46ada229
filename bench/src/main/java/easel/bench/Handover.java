package easel.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// How soon after a picture is done at Discord the next job of that account arrives there, with
/// every account busy and jobs waiting for each.
///
/// @param accounts each a customer's own, with three slots
/// @param waiting jobs kept waiting for each account while warming up
record Handover(int accounts, int waiting, Duration jobs, Duration warmUp, Duration measured)
    implements Benchmark {
  static final int SLOTS = 3;
  private static final Duration RAMP = Duration.ofSeconds(5);

  /// @throws IllegalArgumentException naming the options there are
  static Handover of(List<String> arguments) {
    var options =
        Options.of(
            arguments,
            Map.of(
                "--accounts", 50,
                "--waiting", 20,
                "--job-ms", 1_000,
                "--warm-up", 300,
                "--seconds", 30));
    return new Handover(
        options.number("--accounts"),
        options.number("--waiting"),
        options.milliseconds("--job-ms"),
        options.seconds("--warm-up"),
        options.seconds("--seconds"));
  }

  @Override
  public String run() throws Exception {
    try (var easel = Stage.start()) {
      easel.simulator().set(Map.of("jobMs", jobs.toMillis()));
      Stage.progress("linking %d accounts".formatted(accounts));
      try (var load = Load.on(easel, accounts, waiting);
          var probe = BrokerProbe.on(easel.setting("SPRING_RABBITMQ_ADDRESSES"))) {
        Stage.progress("warming up for %d s".formatted(warmUp.toSeconds()));
        load.keepWaiting(warmUp);
        var enough = jobsOfOneAccount() + waiting;
        Stage.progress("submitting %d jobs for each account".formatted(enough));
        load.fill(enough);
        load.drain(RAMP);
        Stage.progress("measuring for %d s".formatted(measured.toSeconds()));
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
}
