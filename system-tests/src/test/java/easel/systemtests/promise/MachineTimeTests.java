package easel.systemtests.promise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MachineTimeTests {
  private static final long SECOND = 1_000_000_000L;

  // Stands still from second 3 to 9.
  private final MachineTime time =
      MachineTime.of(
          List.of(SECOND, 2 * SECOND, 3 * SECOND, 9 * SECOND, 10 * SECOND), Duration.ofSeconds(2));

  @Test
  void aPauseCountsAsALongestBeat() {
    assertThat(between(time, 2, 10)).isEqualTo(Duration.ofSeconds(4));
    assertThat(time.lost()).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void aPartOfAPauseCountsAsMuchOfIt() {
    assertThat(between(time, 3, 6)).isEqualTo(Duration.ofSeconds(1));
    assertThat(between(time, 6, 10)).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void whereNobodyLookedTimeGoesOn() {
    assertThat(between(time, 0, 1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(between(time, 10, 15)).isEqualTo(Duration.ofSeconds(5));
    assertThat(between(MachineTime.WALL, 2, 10)).isEqualTo(Duration.ofSeconds(8));
    assertThat(MachineTime.WALL.lost()).isZero();
  }

  @Test
  void whatIsToTakeSecondsMayTakeThemAndThePause() {
    assertThat(time.longest(Duration.ofSeconds(3))).isEqualTo(Duration.ofSeconds(7));
    assertThat(MachineTime.WALL.longest(Duration.ofSeconds(3))).isEqualTo(Duration.ofSeconds(3));
  }

  private static Duration between(MachineTime time, int from, int to) {
    return Duration.ofNanos(time.at(to * SECOND) - time.at(from * SECOND));
  }
}
