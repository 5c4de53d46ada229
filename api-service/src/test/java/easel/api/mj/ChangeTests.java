package easel.api.mj;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import easel.api.http.Problem;
import easel.api.job.ButtonName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeTests {
  @ParameterizedTest
  @CsvSource({
    "UPSCALE, 1, U1",
    "UPSCALE, 4, U4",
    "variation, 2, V2",
    "REROLL, , 🔄",
    "REROLL, 1, 🔄"
  })
  void namesAButton(String action, @Nullable Integer index, String label) {
    assertThat(Change.of(" t ", action, index))
        .isEqualTo(new Change("t", new ButtonName.Label(label)));
  }

  @ParameterizedTest
  @CsvSource({
    ", UPSCALE, 1, taskId",
    "' ', UPSCALE, 1, taskId",
    "t, , 1, action",
    "t, DESCRIBE, 1, action",
    "t, UPSCALE, , index",
    "t, UPSCALE, 0, index",
    "t, VARIATION, 5, index"
  })
  void thatIsNotCompleteIsRefusedWithWhatIsMissing(
      @Nullable String task, @Nullable String action, @Nullable Integer index, String field) {
    assertThatExceptionOfType(Problem.class)
        .isThrownBy(() -> Change.of(task, action, index))
        .satisfies(
            problem ->
                assertThat(problem.errors())
                    .singleElement()
                    .satisfies(error -> assertThat(error.field()).isEqualTo(field)));
  }

  @ParameterizedTest
  @CsvSource({"t U1, U1", "t u4, U4", "t V2, V2", "' t  v3 ', V3", "t R, 🔄", "t r, 🔄"})
  void isReadFromOneLine(String content, String label) {
    assertThat(Change.parse(content)).isEqualTo(new Change("t", new ButtonName.Label(label)));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "t", "U1", "t U0", "t U5", "t U", "t U11", "t X1", "t R1", "t U1 V1"})
  void thatHasAnotherFormIsRefused(@Nullable String content) {
    assertThatExceptionOfType(Problem.class)
        .isThrownBy(() -> Change.parse(content))
        .satisfies(problem -> assertThat(problem.code()).isEqualTo("invalid-content"));
  }
}
