package easel.dispatcher.dispatch;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Thousands of stories of what can go wrong; a failure names its seed, which tells the same story
/// again.
class HeadsSimulationTests {
  private static final long STORIES = 5_000;

  @Test
  void inEveryStoryNoLimitIsPassedNoOrderBrokenNoJobLostAndNoPlaceIdle() {
    LongStream.range(0, STORIES).forEach(HeadsSimulationTests::tell);
  }

  private static void tell(long seed) {
    try {
      new HeadsSimulation(seed).run();
    } catch (AssertionError | RuntimeException broken) {
      throw new AssertionError("A promise is broken in the story of seed " + seed, broken);
    }
  }
}
