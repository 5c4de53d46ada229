package easel.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionsTests {
  private static final Map<String, Integer> OTHERWISE = Map.of("--queues", 300, "--jobs", 3_000);

  @Test
  void whatIsNotGivenIsAsItIs() {
    var options = Options.of(List.of("--queues", "7"), OTHERWISE);
    assertThat(options.number("--queues")).isEqualTo(7);
    assertThat(options.number("--jobs")).isEqualTo(3_000);
  }

  @Test
  void aNumberMayBeATime() {
    var options = Options.of(List.of("--jobs", "1000000"), OTHERWISE);
    assertThat(options.seconds("--queues")).isEqualTo(Duration.ofMinutes(5));
    assertThat(options.milliseconds("--jobs")).isEqualTo(Duration.ofSeconds(1_000));
  }

  @Test
  void whatIsWrongIsAnsweredWithWhatWasExpected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Options.of(List.of("--queue", "7"), OTHERWISE))
        .withMessage("expected one of --jobs, --queues, got: --queue");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Options.of(List.of("--jobs"), OTHERWISE))
        .withMessage("expected a whole number after --jobs, got: ''");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Options.of(List.of("--jobs", "0"), OTHERWISE))
        .withMessage("expected a whole number after --jobs, got: '0'");
  }
}
