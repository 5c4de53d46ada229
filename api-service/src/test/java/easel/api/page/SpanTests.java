package easel.api.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpanTests {
  @ParameterizedTest
  @CsvSource({
    "-PT5S, 0 s",
    "PT0.9S, 0 s",
    "PT1M59.9S, 119 s",
    "PT2M, 2 min",
    "PT1H59M59S, 119 min",
    "PT2H, 2 h",
    "PT47H59M, 47 h",
    "PT48H, 2 days"
  })
  void aRoughSpanIsToldInTheLargestUnitOfWhichThereAreTwo(Duration span, String told) {
    assertThat(Span.rough(span)).isEqualTo(told);
  }

  @ParameterizedTest
  @CsvSource({
    "-PT5S, 0 ms",
    "PT0.812S, 812 ms",
    "PT4.24S, 4.2 s",
    "PT3M4.9S, 3 min 4 s",
    "PT2H5M59S, 2 h 5 min"
  })
  void anExactSpanIsToldWithAllThatMatters(Duration span, String told) {
    assertThat(Span.exact(span)).isEqualTo(told);
  }
}
