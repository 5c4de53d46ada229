package easel.api.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MomentTests {
  private static final Instant NOW = Instant.parse("2026-11-27T16:30:00Z");

  @ParameterizedTest
  @CsvSource({
    "2026-11-27T16:30:00Z, now",
    "2026-11-27T16:29:59.500Z, now",
    "2026-11-27T16:29:18Z, 42 s ago",
    "2026-11-27T16:28:30Z, 90 s ago",
    "2026-11-27T16:00:00Z, 30 min ago",
    "2026-11-27T14:00:00Z, 2 h ago",
    "2026-11-25T16:30:00Z, 2 days ago",
    "2026-11-27T16:30:05Z, in 5 s",
    "2026-11-28T16:30:00Z, in 24 h"
  })
  void aTimeIsToldByHowFarItIs(Instant at, String told) {
    assertThat(Moment.of(at).distance(NOW)).isEqualTo(told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2026-11-27T16:30:00.123Z | 16:30:00.123
          2026-11-27T00:00:00Z     | 00:00:00.000
          2026-11-26T23:59:59.999Z | 26 Nov, 23:59:59.999
          2025-11-27T16:30:00Z     | 27 Nov, 16:30:00.000
          """)
  void aClockHasTheDayUnlessThatIsToday(Instant at, String told) {
    assertThat(Moment.of(at).clock(NOW)).isEqualTo(told);
  }

  @Test
  void aTimeIsReadInUtc() {
    var moment = Moment.of(NOW);
    assertThat(moment.utc()).isEqualTo("27 Nov 2026, 16:30:00 UTC");
    assertThat(moment.iso()).isEqualTo("2026-11-27T16:30:00Z");
  }
}
