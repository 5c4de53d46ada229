package easel.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PercentilesTests {
  @Test
  void aPercentileIsAValueThatWasMeasured() {
    var values = Percentiles.of(LongStream.rangeClosed(1, 100).map(value -> value * 1_000_000));

    assertThat(values.milliseconds(0.5)).isEqualTo(50);
    assertThat(values.milliseconds(0.99)).isEqualTo(99);
    assertThat(values.milliseconds(1)).isEqualTo(100);
  }

  @Test
  void aTargetIsMetByWhatIsNotAboveIt() {
    var values = Percentiles.of(LongStream.of(100_000_000, 250_000_000));

    assertThat(values.verdict(1, 250)).isEqualTo("met");
    assertThat(values.verdict(1, 249)).isEqualTo("missed");
    assertThat(Percentiles.of(LongStream.empty()).verdict(1, 250)).isEqualTo("missed");
  }

  @Test
  void nothingMeasuredHasNoPercentile() {
    assertThat(Percentiles.of(LongStream.empty()).milliseconds(0.5)).isNaN();
  }
}
