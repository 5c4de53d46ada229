package easel.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// Where and of what something was measured.
final class Machine {
  private Machine() {}

  /// @param cores that the benchmark may use
  static String description(int cores) {
    return "%d cores (%s), %s GiB, Linux %s"
        .formatted(
            cores,
            valueIn("/proc/cpuinfo", "model name"),
            String.format(Locale.ROOT, "%.1f", kibibytesIn("/proc/meminfo") / 1024.0 / 1024),
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

  /// What was measured.
  static String commit() {
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
