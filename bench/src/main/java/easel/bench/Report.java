package easel.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

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

        Commit %s on %s, Java %s, RabbitMQ %s.

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
                commit(),
                machine(),
                Runtime.version(),
                brokerVersion,
                handovers.count(),
                decimal(handovers.count() / usage.seconds()),
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
                decimal(handovers.milliseconds(0.5) / rounds.milliseconds(0.5)),
                decimal(handovers.milliseconds(0.99) / rounds.milliseconds(0.99)),
                TARGET_P50,
                verdict(handovers.milliseconds(0.5), TARGET_P50),
                TARGET_P99,
                verdict(handovers.milliseconds(0.99), TARGET_P99)));
    usage
        .costs()
        .forEach(
            (name, cost) ->
                text.append(
                    "| %s | %s | %s | %d |%n"
                        .formatted(
                            name,
                            decimal(cost.cpuSeconds()),
                            decimal(100 * cost.cpuSeconds() / usage.seconds()),
                            cost.memoryMib())));
    text.append(
        "| everything else on this machine | %s | %s | |%n"
            .formatted(
                decimal(usage.otherCpuSeconds()),
                decimal(100 * usage.otherCpuSeconds() / usage.seconds())));
    return text.toString();
  }

  private static String verdict(double value, double target) {
    return value <= target ? "met" : "missed";
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private String machine() {
    return "%d cores (%s), %s GiB, Linux %s"
        .formatted(
            bench.cores(),
            valueIn("/proc/cpuinfo", "model name"),
            decimal(kibibytesIn("/proc/meminfo") / 1024.0 / 1024),
            System.getProperty("os.version"));
  }

  private static String valueIn(String file, String key) {
    try (var lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException unreadable) {
      return "unknown: " + unreadable;
    }
  }

  private static double kibibytesIn(String file) {
    var digits = valueIn(file, "MemTotal").replaceAll("\\D", "");
    return digits.isEmpty() ? Double.NaN : Double.parseDouble(digits);
  }

  private static String commit() {
    try {
      var git =
          new ProcessBuilder("git", "describe", "--always", "--dirty")
              .redirectErrorStream(true)
              .start();
      var said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return git.waitFor(10, TimeUnit.SECONDS) && git.exitValue() == 0 ? said : "unknown";
    } catch (IOException noGit) {
      return "unknown";
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return "unknown";
    }
  }
}
