package easel.api.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimeOrderedIdTests {
  private static final Instant NOW = Instant.parse("2026-11-24T02:06:58.123456Z");

  @Test
  void isAVersion7Uuid() {
    var id = TimeOrderedId.of(NOW).value();
    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
  }

  @Test
  void sortsByTimeWithinAMillisecond() {
    var earlier = TimeOrderedId.of(NOW).toString();
    var later = TimeOrderedId.of(NOW.plusNanos(1_000)).toString();
    assertThat(earlier).isLessThan(later);
  }
}
