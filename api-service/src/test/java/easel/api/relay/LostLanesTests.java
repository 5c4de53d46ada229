package easel.api.relay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LostLanesTests {
  @Test
  void aLaneThatStandsEmptyTwiceWhileSeveralJobsWaitIsLost() {
    assertThat(LostLanes.isLost(2, 1)).isFalse();
    assertThat(LostLanes.isLost(2, 2)).isTrue();
  }

  @Test
  void oneWaitingJobMayBeTheHeldHeadForAMinute() {
    assertThat(LostLanes.isLost(1, 5)).isFalse();
    assertThat(LostLanes.isLost(1, 6)).isTrue();
  }
}
