package easel.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTests {
  private static final List<String> KNOWN = List.of("--queues", "--jobs");

  @Test
  void whatIsNotGivenIsAsItIs() {
    var options = Options.of(List.of("--queues", "7"), KNOWN);
    assertThat(options.get("--queues", 300)).isEqualTo(7);
    assertThat(options.get("--jobs", 3_000)).isEqualTo(3_000);
  }

  @Test
  void whatIsWrongIsAnsweredWithWhatWasExpected() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Options.of(List.of("--queue", "7"), KNOWN))
        .withMessage("expected one of --queues, --jobs, got: --queue");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Options.of(List.of("--jobs"), KNOWN))
        .withMessage("expected a whole number after --jobs, got: ''");
  }
}
