package easel.worker.track;

import static org.assertj.core.api.Assertions.assertThat;

import easel.common.message.Reply.AccountState.Mode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What an account's own session is told of its mode.
class OwnModeTests {
  private static final String MIDJOURNEY = "936929561302675456";
  private static final String TITLE = "Your info - me";
  private static final int EPHEMERAL = 64;

  @ParameterizedTest
  @CsvSource({
    "**Job Mode**: Relax, RELAX",
    "**Job Mode**: Fast, FAST",
    "Job Mode: turbo, TURBO",
    "**Job Mode:** relaxed, RELAX",
  })
  void theAnswerToInfoNamesIt(String line, Mode mode) {
    var text = "**Subscription**: Pro\n" + line + "\n**Queued Jobs (relax)**: 0";

    assertThat(OwnMode.saidIn(message(EPHEMERAL, "info", TITLE, text))).hasValue(mode);
  }

  @Test
  void whatSomebodyWroteIntoAPromptIsNotIt() {
    var text = "**Job Mode**: Relax";

    assertThat(OwnMode.saidIn(message(0, "info", TITLE, text))).isEmpty();
    assertThat(OwnMode.saidIn(message(EPHEMERAL, "shorten", "", text))).isEmpty();
    assertThat(OwnMode.saidIn(message(EPHEMERAL, "info", TITLE, "**Job Mode**: sideways")))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fast", "relax", "turbo", "settings"})
  void theseCommandsMayChangeIt(String command) {
    assertThat(OwnMode.mayChangeWith(message(EPHEMERAL, command, "", ""))).isTrue();
    assertThat(OwnMode.mayChangeWith(message(0, command, "", ""))).isFalse();
  }

  @Test
  void othersDoNot() {
    assertThat(OwnMode.mayChangeWith(message(EPHEMERAL, "info", TITLE, ""))).isFalse();
  }

  private static SeenMessage message(int flags, String command, String title, String description) {
    return new SeenMessage(
        1001,
        500,
        "1",
        flags,
        MIDJOURNEY,
        "",
        List.of(),
        List.of(),
        null,
        "13",
        null,
        List.of(new SeenMessage.Embed(title, description, 65_280)),
        command);
  }
}
