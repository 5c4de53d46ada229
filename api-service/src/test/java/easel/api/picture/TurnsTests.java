package easel.api.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import easel.api.http.Problem;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TurnsTests {
  private final Turns turns = new Turns(2, Duration.ofMillis(50));

  @Test
  void whoseTurnDoesNotComeInTimeIsAskedToComeAgain() throws Exception {
    turns.begin();
    turns.begin();
    assertThatExceptionOfType(Problem.class)
        .isThrownBy(turns::begin)
        .satisfies(busy -> assertThat(busy.status().value()).isEqualTo(503));

    turns.end();
    assertThat(turns.take(() -> "done")).isEqualTo("done");
  }

  @Test
  void aTurnThatFailsIsOverToo() {
    for (int i = 0; i < 5; i++) {
      assertThatExceptionOfType(IllegalStateException.class)
          .isThrownBy(
              () ->
                  turns.take(
                      () -> {
                        throw new IllegalStateException("failed");
                      }));
    }
  }
}
