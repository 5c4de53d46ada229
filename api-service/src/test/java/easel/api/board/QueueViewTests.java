package easel.api.board;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueueViewTests {
  @ParameterizedTest
  @CsvSource({
    // waiting, running, limit, seconds of one job, expected
    "0, 0, 2, 60, 0",
    "0, 1, 2, 60, 0",
    "0, 2, 2, 60, 30",
    "1, 2, 2, 60, 60",
    "5, 2, 2, 60, 180",
    "5, 0, 2, 60, 120",
    "9, 10, 10, 60, 60",
    "0, 3, 2, 60, 30",
  })
  void aNewJobWaitsUntilThoseBeforeItHaveASlotAndOneIsFree(
      int waiting, int running, int limit, double duration, long expected) {
    assertThat(QueueView.expectedWait(waiting, running, limit, duration)).isEqualTo(expected);
  }

  @Test
  void withoutAnEndedJobNothingIsExpected() {
    assertThat(QueueView.expectedWait(5, 2, 2, 0)).isNull();
    assertThat(QueueView.expectedWait(0, 0, 2, 0)).isZero();
    assertThat(QueueView.expectedWait(0, 0, 0, 60)).isNull();
  }
}
