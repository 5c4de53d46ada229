package easel.dispatcher.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Thousands of stories of what can go wrong; a failure names its seed.
/// `-Deasel.simulation.seeds=1000000` tells more of them, `-Deasel.simulation.seed=42` just that
/// one.
class HeadsSimulationTests {
  private static final long SEEDS = Long.getLong("easel.simulation.seeds", 10_000);
  private static final @Nullable Long ONE = Long.getLong("easel.simulation.seed");
  private static final long PLANTED_STORIES = 100;

  @Test
  void inEveryStoryNoLimitIsPassedNoOrderBrokenNoJobLostAndNoPlaceIdle() {
    var seeds = ONE == null ? LongStream.range(0, SEEDS) : LongStream.of(ONE);
    seeds.parallel().forEach(HeadsSimulationTests::tell);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NOTHING")
  void aPlantedBugIsFoundAndItsPromiseNamed(Planted planted) {
    assertThat(
            LongStream.range(0, PLANTED_STORIES)
                .mapToObj(seed -> broken(seed, planted))
                .filter(found -> found.startsWith("[" + planted.broken + ": "))
                .findFirst())
        .as("the first of %d stories that says so", PLANTED_STORIES)
        .isPresent();
  }

  /// What a story says to be broken, if anything.
  private static String broken(long seed, Planted planted) {
    try {
      new HeadsSimulation(seed, planted).run();
      return "";
    } catch (AssertionError found) {
      return String.valueOf(found.getMessage());
    }
  }

  private static void tell(long seed) {
    try {
      new HeadsSimulation(seed, Planted.NOTHING).run();
    } catch (AssertionError | RuntimeException broken) {
      throw new AssertionError("A promise is broken in the story of seed " + seed, broken);
    }
  }
}
