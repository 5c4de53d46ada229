package easel.api.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import easel.api.http.Problem;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptTests {
  @Test
  void isSentAsGivenOnlyTrimmed() {
    assertThat(Prompt.required("  a  red fox --ar 3:2\n")).isEqualTo("a  red fox --ar 3:2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "\n"})
  void isRequired(String prompt) {
    assertThatThrownBy(() -> Prompt.required(prompt))
        .asInstanceOf(InstanceOfAssertFactories.type(Problem.class))
        .extracting(Problem::code)
        .isEqualTo("prompt-required");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a fox --repeat 4",
        "a fox --r 4",
        "a fox —r 3 --ar 1:1",
        "a fox --REPEAT",
        "a {red, blue} fox",
        "a fox --ar {3:2, 1:1}"
      })
  void thatWouldStartSeveralJobsIsRefused(String prompt) {
    assertThatThrownBy(() -> Prompt.required(prompt))
        .asInstanceOf(InstanceOfAssertFactories.type(Problem.class))
        .extracting(Problem::code)
        .isEqualTo("invalid-parameter");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a fox --raw",
        "a fox --relax",
        "a {red} fox",
        "a fox, {alone}",
        "a \\{red, blue\\} fox",
        "a fox --rainy",
        "over--repeat it"
      })
  void thatStartsOneJobIsTaken(String prompt) {
    assertThat(Prompt.required(prompt)).isEqualTo(prompt);
  }

  @Test
  void mayBeAsLongAsDiscordTakes() {
    assertThat(Prompt.required("x".repeat(6000))).hasSize(6000);
    assertThatThrownBy(() -> Prompt.required("x".repeat(6001))).isInstanceOf(Problem.class);
    // and less where addresses stand before it
    assertThat(Prompt.required("x".repeat(5400), 2)).hasSize(5400);
    assertThatThrownBy(() -> Prompt.required("x".repeat(5401), 2))
        .hasMessageContaining("must not exceed 5400 characters, got 5401");
  }
}
