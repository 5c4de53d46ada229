package easel.api.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import easel.api.http.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTests {
  private final Parameters parameters = new Parameters(new PromptProperties(List.of()));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a fox",
        "a fox --ar 3:2",
        "a fox --aspect 16:9 --s 1000 --c 0 --weird 3000 --seed 4294967295",
        "a fox --AR 3:2 --Tile",
        "a fox —ar 3:2 —s 1000",
        "a fox\n--ar 3:2\n--no dogs, cats and birds --stylize 0",
        "a fox --no",
        "a fox --no dogs --raw",
        "a fox --tile,",
        "a fox --ar=3:2",
        "a fox --ar {3:2}",
        "a fox --q .25 --iw 1.75",
        "a fox --q 4 --v 7",
        "a fox --v 8.2 --hd --preview",
        "a fox --v 9 --ar 3:2",
        "a fox --niji",
        "a fox --niji 7 --ar 3:2",
        "a fox --v 5.2 --iw 2",
        "a fox --v 6.1 --iw 3 --cref https://x/y.png --cw 0",
        "a fox --oref https://x/y.png --ow 400",
        "a fox --v 7 --oref https://x/y.png --ow 400",
        "a fox --v 7.0 --oref https://x/y.png",
        "a fox --v 9 --oref https://x/y.png",
        "a fox --sref random --sw 500 --sv 6",
        "a fox --sref 123456 https://x/y.png::2",
        "a fox --v 3 --s 60000",
        "a fox --test --s 5000",
        "a fox --seed random",
        "a fox --p",
        "a fox --p abcd123 --profile m123",
        "a fox --fast --relax --turbo --stealth --public",
        "a fox --video --motion high --loop --bs 4",
        "a fox --zoom 1.5 --ar 1:1",
        "a fox --draft --exp 25 --edit https://x/y.png",
        "a fox --style 4b --v 4",
        "a fox -- and a hare",
        "a fox --5",
        "over--the hill",
        "a fox – running",
        "a fox —running through the snow",
      })
  void thatMidjourneyTakesAreLetThrough(String prompt) {
    assertThatCode(() -> parameters.check(prompt)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          a fox --colour red        | Midjourney knows no parameter --colour; it knows --ar, --no,
          a fox --v5                | There must be a space between --v and its value, got --v5.
          a fox --ar16:9            | There must be a space between --ar and its value, got --ar16.
          a fox --ar wide           | The parameter --ar takes two whole numbers such as 3:2, got wide.
          a fox --ar 1.5:1          | The parameter --ar takes two whole numbers such as 3:2, got 1.5:1.
          a fox --ar 0:1            | The parameter --ar takes two whole numbers such as 3:2, got 0:1.
          a fox --aspect --tile     | The parameter --aspect takes two whole numbers such as 3:2, got nothing.
          a fox --ar 3:2,           | The parameter --ar takes two whole numbers such as 3:2, got 3:2,.
          a fox --chaos 101         | The parameter --chaos takes a number from 0 to 100, got 101.
          a fox --c much            | The parameter --c takes a number from 0 to 100, got much.
          a fox --chaos 1e9         | The parameter --chaos takes a number from 0 to 100, got 1e9.
          a fox --s 1001            | The parameter --s takes a number from 0 to 1000, got 1001.
          a fox —s 1001             | The parameter --s takes a number from 0 to 1000, got 1001.
          a fox --s -1              | The parameter --s takes a number from 0 to 1000, got -1.
          a fox --v 4 --s 2500      | The parameter --s takes a number from 0 to 1000, got 2500.
          a fox --v 3 --s 60001     | The parameter --s takes a number from 0 to 60000, got 60001.
          a fox --weird 3001        | The parameter --weird takes a number from 0 to 3000, got 3001.
          a fox --seed 4294967296   | The parameter --seed takes a number from 0 to 4294967295 or random, got 4294967296.
          a fox --stop 9            | The parameter --stop takes a number from 10 to 100, got 9.
          a fox --iw 3.5            | The parameter --iw takes a number from 0 to 3, got 3.5.
          a fox --v 5.1 --iw 2.5    | The parameter --iw takes a number from 0 to 2, got 2.5.
          a fox --sref              | The parameter --sref takes a value, got nothing.
          a fox --sref --sw 5       | The parameter --sref takes a value, got nothing.
          a fox --motion some       | The parameter --motion takes low or high, got some.
          a fox --oref u --v 8.1    | Midjourney does not take the parameter --oref with --v 8.1; it takes it with version 7 to 7.9.
          a fox --oref u --v 6      | Midjourney does not take the parameter --oref with --v 6; it takes it with version 7 to 7.9.
          a fox --cref u --v 7      | Midjourney does not take the parameter --cref with --v 7; it takes it with version 1 to 6.9.
          a fox --version seven     | The parameter --version takes a number from 1 to 99 or 4a or 4b or 4c, got seven.
          """)
  void thatMidjourneyRefusesAreToldWithWhatIsAllowed(String prompt, String detail) {
    var problem = catchThrowableOfType(Problem.class, () -> parameters.check(prompt));
    assertThat(problem.code()).isEqualTo("invalid-parameter");
    assertThat(problem.detail()).startsWith(detail);
    assertThat(problem.errors()).extracting(error -> error.field()).containsExactly("prompt");
  }

  @Test
  void areToldAllAtOnce() {
    var problem =
        catchThrowableOfType(
            Problem.class, () -> parameters.check("a fox --chaos 101 --tile --ar 1 --s 5"));
    assertThat(problem.detail()).contains("--chaos", "--ar").doesNotContain("--tile", "--s ");
  }

  @Test
  void thatTheOperatorNamesAreKnown() {
    var more = new Parameters(new PromptProperties(List.of("--sparkle", " glow ", "")));
    assertThatCode(() -> more.check("a fox --sparkle 5 --glow")).doesNotThrowAnyException();
    assertThat(catchThrowableOfType(Problem.class, () -> more.check("a fox --shine"))).isNotNull();
  }

  @Test
  void ofAnyTextAreReadInTime() {
    var dashes = "--ar ".repeat(1_200);
    assertThat(catchThrowableOfType(Problem.class, () -> parameters.check(dashes))).isNotNull();
    assertThatCode(() -> parameters.check("-".repeat(6_000))).doesNotThrowAnyException();
    assertThatCode(() -> parameters.check(" ".repeat(6_000) + "--")).doesNotThrowAnyException();
  }
}
