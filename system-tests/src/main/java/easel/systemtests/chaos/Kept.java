package easel.systemtests.chaos;

import easel.systemtests.Deployment;
import easel.systemtests.chaos.Campaign.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What is kept of a campaign that broke a promise: the logs of all processes, the ledger, what was
/// broken when, and the report.
final class Kept {
  private Kept() {}

  /// @return the folder
  static Path of(Deployment deployment, Outcome outcome, List<String> report) {
    var folder = logsOf(deployment, outcome.options().seed());
    write(folder, "report.md", report);
    write(
        folder,
        "faults.txt",
        outcome.log().lines().stream().map(line -> line.at(outcome.zero())).toList());
    write(folder, "jobs.txt", new Evidence(outcome).ofAll());
    write(
        folder,
        "ledger.txt",
        outcome.ledger().stream().map(entry -> entry.all().toString()).toList());
    return folder;
  }

  /// @return the folder
  static Path logsOf(Deployment deployment, long seed) {
    try {
      var folder = Files.createTempDirectory("easel-chaos-seed-" + seed + "-");
      try (var logs = Files.list(deployment.logs())) {
        for (var log : logs.toList()) {
          Files.copy(log, folder.resolve(log.getFileName()));
        }
      }
      return folder;
    } catch (IOException failed) {
      throw new UncheckedIOException("the logs could not be kept", failed);
    }
  }

  private static void write(Path folder, String name, List<String> lines) {
    try {
      Files.write(folder.resolve(name), lines);
    } catch (IOException failed) {
      throw new UncheckedIOException(name + " could not be kept", failed);
    }
  }
}
