package easel.api.mj;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModeTests {
  @ParameterizedTest
  @CsvSource({
    "/mj-fast/mj/submit/imagine, FAST",
    "/mj-relax/mj/submit/imagine, RELAX",
    "/mj-turbo/mj/submit/imagine, TURBO",
    "/mj/submit/imagine, ",
    "/mj-slow/mj/submit/imagine, "
  })
  void isReadOffThePath(String path, @Nullable Mode mode) {
    assertThat(Mode.of(path)).isEqualTo(mode);
  }

  @ParameterizedTest
  @CsvSource({
    "a fox, a fox --fast",
    "' a fox --ar 3:2 ', a fox --ar 3:2 --fast",
    "a fox --relax, a fox --relax",
    "a fox --Turbo --ar 3:2, a fox --Turbo --ar 3:2",
    "a fox —fast, a fox —fast",
    "a --fasting fox, a --fasting fox --fast",
    "' ', ' '",
    ", "
  })
  void isAddedUnlessThePromptHasOne(@Nullable String prompt, @Nullable String with) {
    assertThat(Mode.FAST.addTo(prompt)).isEqualTo(with);
  }
}
