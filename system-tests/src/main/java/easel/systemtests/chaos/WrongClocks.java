package easel.systemtests.chaos;

import easel.systemtests.Deployment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/// The services whose wall clock is wrong from their start to their end: of each role one instance,
/// ten minutes ahead or behind, as the seed says.
///
/// @param library of faketime; empty where this machine has none, and all clocks are right
/// @param ahead of each such service; negative if behind
record WrongClocks(Optional<Path> library, Map<String, Duration> ahead) {
  private static final Duration OFF = Duration.ofMinutes(10);
  private static final Duration INEXACT = Duration.ofSeconds(30);
  private static final List<Path> FOLDERS =
      List.of(Path.of("/usr/lib"), Path.of("/usr/lib64"), Path.of("/usr/local/lib"));
  private static final String LIBRARY = "faketime/libfaketimeMT.so.1";

  WrongClocks {
    ahead = Map.copyOf(ahead);
  }

  static WrongClocks of(long seed) {
    return of(seed, installed());
  }

  static WrongClocks of(long seed, Optional<Path> library) {
    var random = new Random(seed);
    var ahead = new TreeMap<String, Duration>();
    if (library.isPresent()) {
      for (var role : Schedule.SERVICES) {
        var name = role + "-" + (1 + random.nextInt(2));
        ahead.put(name, random.nextBoolean() ? OFF : OFF.negated());
      }
    }
    return new WrongClocks(library, ahead);
  }

  private static Optional<Path> installed() {
    return FOLDERS.stream().flatMap(folder -> in(folder).stream()).findFirst();
  }

  private static Optional<Path> in(Path folder) {
    var here = folder.resolve(LIBRARY);
    if (Files.exists(here)) {
      return Optional.of(here);
    }
    // Debian has a folder for each architecture.
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (var architectures = Files.newDirectoryStream(folder, "*-linux-*")) {
      for (var architecture : architectures) {
        if (Files.exists(architecture.resolve(LIBRARY))) {
          return Optional.of(architecture.resolve(LIBRARY));
        }
      }
      return Optional.empty();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// The settings of `./easel` that make it so.
  Map<String, String> environment() {
    var environment = new TreeMap<String, String>();
    library.ifPresent(
        path ->
            ahead.forEach(
                (name, by) ->
                    environment.put(
                        "EASEL_TEST_ENVIRONMENT_" + name.toUpperCase(Locale.ROOT).replace('-', '_'),
                        // Waits inside a process are monotonic, and true. With its fix for other
                        // programs none of the JVM's waits would last.
                        "FAKETIME=%+d FAKETIME_DONT_FAKE_MONOTONIC=1 FAKETIME_FORCE_MONOTONIC_FIX=0 LD_PRELOAD=%s"
                            .formatted(by.toSeconds(), path))));
    return environment;
  }

  /// Looks at each one's clock; what is not as it should be is a trouble of the campaign.
  void check(Deployment deployment, FaultLog log) {
    ahead.forEach(
        (name, by) -> {
          try {
            var seen = deployment.clockAhead(name);
            if (seen.minus(by).abs().compareTo(INEXACT) > 0) {
              log.trouble(
                  "expected the clock of %s to be %+d s off, got: %+d s"
                      .formatted(name, by.toSeconds(), seen.toSeconds()));
            }
          } catch (RuntimeException failed) {
            log.trouble("the clock of %s could not be looked at".formatted(name), failed);
          }
        });
  }

  String inWords() {
    if (library.isEmpty()) {
      return "all right: libfaketime is not installed (Debian: faketime)";
    }
    return String.join(
        ", ",
        new TreeMap<>(ahead)
            .entrySet().stream()
                .map(
                    clock ->
                        "%s %d min %s"
                            .formatted(
                                clock.getKey(),
                                clock.getValue().abs().toMinutes(),
                                clock.getValue().isNegative() ? "behind" : "ahead"))
                .toList());
  }
}
