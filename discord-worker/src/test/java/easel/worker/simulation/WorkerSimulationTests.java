package easel.worker.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.logging.LogLevel;

/// Stories of what can go wrong between the delivery of a hand-over and the end that is told, each
/// told by its seed alone, several at once. `-Deasel.simulation.seeds=1000000` tells more of them,
/// `-Deasel.simulation.seed=42` just that one.
class WorkerSimulationTests {
  private static final long SEEDS = Long.getLong("easel.simulation.seeds", 10_000);
  private static final @Nullable Long ONE = Long.getLong("easel.simulation.seed");
  private static final long PLANTED_SEEDS = 10_000;

  @RegisterExtension
  static final Quiet QUIET = new Quiet(ONE == null ? LogLevel.ERROR : LogLevel.DEBUG);

  @Test
  void inEveryStoryThePromisesAreKept() {
    var seeds = ONE == null ? LongStream.range(0, SEEDS) : LongStream.of(ONE);
    seeds.parallel().forEach(WorkerSimulationTests::tell);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NOTHING")
  void aPlantedBugIsFoundAndItsPromiseNamed(Planted planted) {
    Set<BrokenPromise.Promise> found = EnumSet.noneOf(BrokenPromise.Promise.class);
    for (long seed = 0; seed < PLANTED_SEEDS && !found.contains(planted.broken); seed++) {
      try {
        new Story(seed, planted).tell();
      } catch (BrokenPromise broken) {
        found.add(broken.promise);
      }
    }
    assertThat(found)
        .as("promises found broken in %d stories", PLANTED_SEEDS)
        .contains(planted.broken);
  }

  private static void tell(long seed) {
    try {
      new Story(seed, Planted.NOTHING).tell();
    } catch (AssertionError | RuntimeException broken) {
      throw new AssertionError(
          "Seed %d breaks a promise; -Deasel.simulation.seed=%d tells that story alone"
              .formatted(seed, seed),
          broken);
    }
  }
}
