package easel.systemtests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import easel.systemtests.promise.History;
import easel.systemtests.promise.MachineTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The bugs that `./easel chaos --planted` puts into a copy of Easel: each fits this tree, and is
/// said to break a promise that a campaign judges.
class PlantedTests {
  private static final Path FOLDER = Path.of("planted");

  static Stream<Path> bugs() throws IOException {
    try (var files = Files.list(FOLDER)) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void aBugFitsTheTree(Path bug) throws IOException, InterruptedException {
    var git =
        new ProcessBuilder("git", "apply", "--check", bug.toAbsolutePath().toString())
            .directory(Path.of("..").toFile())
            .redirectErrorStream(true)
            .start();
    var said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(git.waitFor()).as(said).isZero();
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void aBugNamesThePromiseThatItBreaks(Path bug) throws IOException {
    var first = Files.readAllLines(bug).getFirst();

    assertThat(judged().map(promise -> "Breaks: " + promise)).contains(first);
  }

  private static Stream<String> judged() {
    var nothing =
        new Campaign.Outcome(
            new Options(Duration.ofMinutes(2), 7, 3.0, false, false),
            WrongClocks.of(7, Optional.empty()),
            System.nanoTime(),
            new History(),
            new FaultLog(),
            List.of(),
            Map.of(),
            List.of(),
            MachineTime.WALL);
    return Verdict.of(nothing).findings().stream().map(Verdict.Finding::promise);
  }
}
