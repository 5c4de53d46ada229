package easel.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// What a benchmark ran on, and of what.
final class Machine {
  private Machine() {}

  /// What a result was measured of and on.
  static String described() {
    return "Commit %s on %d cores (%s), %s GiB, Linux %s, Java %s"
        .formatted(
            commit(),
            Runtime.getRuntime().availableProcessors(),
            valueIn("/proc/cpuinfo", "model name"),
            decimal(kibibytesIn("/proc/meminfo") / 1024.0 / 1024),
            System.getProperty("os.version"),
            Runtime.version());
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

  static String decimal(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
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
}
