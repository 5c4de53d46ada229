package easel.bench;

import java.time.Clock;
import java.time.LocalDate;

/// The result, fit for a file in bench/results.
record Report(
    Handover bench,
    Percentiles handovers,
    Percentiles rounds,
    String brokerVersion,
    Usage usage,
    int fewestWaiting) {
  private static final double TARGET_P50 = 8;
  private static final double TARGET_P99 = 40;

  String markdown() {
    var text = new StringBuilder();
    text.append(
        """
        # Hand-over, %s

        From a picture done at Discord to the next job of that account arriving there: %d accounts × %d slots, jobs of %d ms, \
        no pause between sends. One of each service.
        Warm-up %d s, with one job submitted for each that ended; then measured for %d s while nothing was submitted and at \
        least %d jobs waited for each account.

        %s, RabbitMQ %s.

        | | count | per s | p50 ms | p90 ms | p99 ms | max ms |
        | --- | --- | --- | --- | --- | --- | --- |
        | hand-over | %d | %s | %s |
        | publish, confirm, deliver (quorum) | %d | | %s |

        """
            .formatted(
                LocalDate.now(Clock.systemUTC()),
                bench.accounts(),
                Handover.SLOTS,
                bench.jobs().toMillis(),
                bench.warmUp().toSeconds(),
                bench.measured().toSeconds(),
                fewestWaiting,
                Machine.described(),
                brokerVersion,
                handovers.count(),
                Machine.decimal(handovers.count() / usage.seconds()),
                handovers.cells(),
                rounds.count(),
                rounds.cells()));
    text.append(
        """
        A hand-over takes %s times a round of the broker (p50), %s times (p99).
        Targets: p50 ≤ %.0f ms %s, p99 ≤ %.0f ms %s.

        | process | CPU s | %% of one core | memory MiB |
        | --- | --- | --- | --- |
        """
            .formatted(
                Machine.decimal(handovers.milliseconds(0.5) / rounds.milliseconds(0.5)),
                Machine.decimal(handovers.milliseconds(0.99) / rounds.milliseconds(0.99)),
                TARGET_P50,
                handovers.verdict(0.5, TARGET_P50),
                TARGET_P99,
                handovers.verdict(0.99, TARGET_P99)));
    text.append(usage.rows());
    return text.toString();
  }
}
