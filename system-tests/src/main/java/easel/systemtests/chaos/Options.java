package easel.systemtests.chaos;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;

/// What a campaign is asked to be.
///
/// @param length how long things are broken; the ends of the last jobs come after it
/// @param seed of the schedule and of the jobs
/// @param jobsPerSecond beside the buttons that are pressed on what was finished
/// @param longPauses whether processes are also stopped for 90 s
/// @param operations whether customers ask for all that they can, in both dialects, and are told by
///   webhooks; if not, they imagine, press and poll
record Options(
    Duration length, long seed, double jobsPerSecond, boolean longPauses, boolean operations) {
  static final String USAGE =
      "./easel chaos [--minutes M] [--seed S] [--jobs-per-second R] [--long-pauses] [--operations]";

  Options {
    if (length.isNegative() || length.isZero()) {
      throw new IllegalArgumentException("expected a campaign of some length, got: " + length);
    }
    if (!(jobsPerSecond > 0 && jobsPerSecond <= 100)) {
      throw new IllegalArgumentException(
          "expected more than 0 and at most 100 jobs per second, got: " + jobsPerSecond);
    }
  }

  /// Two minutes at three jobs per second, with a seed that the caller picks, unless told
  /// otherwise.
  ///
  /// @throws IllegalArgumentException that says what was expected
  static Options parse(List<String> arguments, long defaultSeed) {
    var minutes = 2.0;
    var seed = defaultSeed;
    var jobsPerSecond = 3.0;
    var longPauses = false;
    var operations = false;
    for (var rest = arguments.iterator(); rest.hasNext(); ) {
      var name = rest.next();
      switch (name) {
        case "--minutes" -> minutes = number(name, rest);
        case "--seed" -> seed = wholeNumber(name, rest);
        case "--jobs-per-second" -> jobsPerSecond = number(name, rest);
        case "--long-pauses" -> longPauses = true;
        case "--operations" -> operations = true;
        default ->
            throw new IllegalArgumentException(
                "expected %s, got: '%s'".formatted(USAGE, String.join(" ", arguments)));
      }
    }
    return new Options(
        Duration.ofMillis(Math.round(minutes * 60_000)),
        seed,
        jobsPerSecond,
        longPauses,
        operations);
  }

  private static double number(String name, Iterator<String> rest) {
    var value = rest.hasNext() ? rest.next() : "";
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException(
          "expected a number after %s, got: '%s'".formatted(name, value), notANumber);
    }
  }

  private static long wholeNumber(String name, Iterator<String> rest) {
    var value = rest.hasNext() ? rest.next() : "";
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException(
          "expected a whole number after %s, got: '%s'".formatted(name, value), notANumber);
    }
  }
}
