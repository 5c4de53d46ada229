package easel.api.mj;

import static org.assertj.core.api.Assertions.assertThat;

import easel.common.message.Button;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskButtonTests {
  @ParameterizedTest
  @CsvSource({
    "U1, '', U1",
    "Zoom Out 1.5x, '', Zoom Out 1.5x",
    "🔄, 🔄, ''",
    "⬅️, ⬅️, ''",
    "1️⃣, 1️⃣, ''"
  })
  void anEmojiAloneIsNoLabel(String shown, String emoji, String label) {
    assertThat(TaskButton.of(new Button(shown, "id")))
        .isEqualTo(new TaskButton("id", emoji, label, 2, 2));
  }
}
