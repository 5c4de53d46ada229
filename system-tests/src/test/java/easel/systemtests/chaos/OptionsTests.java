package easel.systemtests.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTests {
  @Test
  void withoutArgumentsItIsTwoMinutesOfAnySeed() {
    assertThat(Options.parse(List.of(), 42))
        .isEqualTo(new Options(Duration.ofMinutes(2), 42, 3.0, false, false));
  }

  @Test
  void everythingCanBeAskedFor() {
    var arguments =
        List.of(
            "--minutes",
            "1.5",
            "--seed",
            "7",
            "--jobs-per-second",
            "5",
            "--long-pauses",
            "--operations");

    assertThat(Options.parse(arguments, 42))
        .isEqualTo(new Options(Duration.ofSeconds(90), 7, 5.0, true, true));
  }

  @Test
  void whatIsWrongIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Options.parse(List.of("--seed", "fox"), 42))
        .withMessage("expected a whole number after --seed, got: 'fox'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Options.parse(List.of("--minutes"), 42))
        .withMessage("expected a number after --minutes, got: ''");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Options.parse(List.of("--hours", "1"), 42))
        .withMessageContaining("./easel chaos");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Options.parse(List.of("--jobs-per-second", "0"), 42));
  }
}
