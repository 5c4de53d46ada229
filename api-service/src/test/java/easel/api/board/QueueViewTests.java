package easel.api.board;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QueueViewTests {
  @Test
  void aNewJobWaitsAsManyRoundsAsTheWaitingOnesFillSlots() {
    assertThat(QueueView.expectedWait(5, 2, 60)).isEqualTo(180);
    assertThat(QueueView.expectedWait(0, 2, 60)).isZero();
  }

  @Test
  void withoutAnEndedJobNothingIsExpected() {
    assertThat(QueueView.expectedWait(5, 2, 0)).isNull();
  }
}
