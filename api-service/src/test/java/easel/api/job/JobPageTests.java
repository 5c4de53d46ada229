package easel.api.job;

import static org.assertj.core.api.Assertions.assertThat;

import easel.api.job.JobPage.Parameter;
import org.junit.jupiter.api.Test;

class JobPageTests {
  @Test
  void aPromptIsShownWithoutItsParametersWhichAreNamed() {
    var prompt = "a red fox -- no, a tin robot --ar 3:2 --no grass sky —tile";
    assertThat(JobPage.parametersOf(prompt))
        .containsExactly(
            new Parameter("ar", "3:2"),
            new Parameter("no", "grass sky"),
            new Parameter("tile", ""));
    assertThat(JobPage.textOf(prompt)).isEqualTo("a red fox -- no, a tin robot");
  }

  @Test
  void aParameterMayHaveAsManyWordsAsAPromptHas() {
    var words = "a ".repeat(2_990).strip();
    var prompt = "a red fox --no " + words + " --ar 3:2";
    assertThat(JobPage.parametersOf(prompt))
        .containsExactly(new Parameter("no", words), new Parameter("ar", "3:2"));
    assertThat(JobPage.textOf(prompt)).isEqualTo("a red fox");
  }

  @Test
  void aPageIsCalledWhatWasAskedFor() {
    assertThat(JobPage.title("a red fox", "Imagine", null)).isEqualTo("a red fox");
    assertThat(JobPage.title(null, "Describe", null)).isEqualTo("Describe");
    assertThat(JobPage.title(" ", "Button", "U2")).isEqualTo("Button U2");
    assertThat(JobPage.title("x".repeat(59) + "🎨 and more", "Imagine", null))
        .isEqualTo("x".repeat(59) + "🎨…");
  }
}
