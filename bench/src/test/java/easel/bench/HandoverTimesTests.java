package easel.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HandoverTimesTests {
  private static final long MILLISECOND = 1_000_000;

  private final HandoverTimes times = new HandoverTimes(2);

  @Test
  void theFirstJobsOfAnAccountFollowNoOther() {
    times.arrived("ada", 1);
    times.arrived("ada", 2);

    assertThat(times.between(0, Long.MAX_VALUE).count()).isZero();
  }

  @Test
  void aJobFillsThePlaceThatWasFreeTheLongest() {
    // given both slots of an account in use
    times.arrived("ada", 0);
    times.arrived("ada", 0);

    // when both end and two jobs follow
    times.ended("ada", 10 * MILLISECOND);
    times.ended("ada", 11 * MILLISECOND);
    times.arrived("ada", 13 * MILLISECOND);
    times.arrived("ada", 19 * MILLISECOND);

    // then they waited 3 and 8 ms
    var waited = times.between(0, Long.MAX_VALUE);
    assertThat(waited.milliseconds(0.5)).isEqualTo(3);
    assertThat(waited.milliseconds(1)).isEqualTo(8);
  }

  @Test
  void whatEndedOutsideTheSpanDoesNotCount() {
    times.arrived("ada", 0);
    times.arrived("ada", 0);
    times.ended("ada", 10);
    times.arrived("ada", 20);

    assertThat(times.between(11, 100).count()).isZero();
    assertThat(times.between(10, 100).count()).isOne();
  }

  @Test
  void oneJobTooManyIsNotOverlooked() {
    times.arrived("ada", 0);
    times.arrived("ada", 0);

    assertThatThrownBy(() -> times.arrived("ada", 1)).hasMessageContaining("at most 2");
  }
}
