package easel.worker.track;

import static org.assertj.core.api.Assertions.assertThat;

import easel.common.message.Reply.AccountState.AccountInfo;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What an account's own session is told of its subscription.
class OwnInfoTests {
  private static final String TITLE = "Your info - me";
  private static final Instant NOW = Instant.parse("2026-11-24T02:06:58Z");
  private static final String ANSWER =
      """
      **Subscription**: Pro (Active monthly, renews next on <t:4102444800>)
      **Visibility Mode**: Public
      **Fast Time Remaining**: 14.53/30.0 hours (48.43%)
      **Lifetime Usage**: 12 images (0.20 hours)
      **Relaxed Usage**: 0 images (0.00 hours)

      **Job Mode**: Fast
      **Running Jobs**: None""";

  @Test
  void theAnswerToInfoSaysItWordForWord() {
    assertThat(OwnInfo.saidIn(message(SeenMessage.EPHEMERAL, TITLE, ANSWER), NOW))
        .hasValue(
            new AccountInfo(
                "Pro (Active monthly, renews next on <t:4102444800>)",
                "14.53/30.0 hours (48.43%)",
                NOW));
  }

  @ParameterizedTest
  @CsvSource({
    "Fast Time Remaining: 0.00/3.33 hours, 0.00/3.33 hours",
    "**Fast Time Remaining:** 3 hours, 3 hours",
    "**fast time remaining** : **none**, none",
  })
  void howItIsWrittenDoesNotMatter(String line, String said) {
    assertThat(OwnInfo.saidIn(message(SeenMessage.EPHEMERAL, TITLE, "a\n" + line + "\nb"), NOW))
        .hasValue(new AccountInfo(null, said, NOW));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "**Subscription**\n**Fast Time Remaining**",
        "**Subscription**:\n**Fast Time Remaining**:\n",
        "**Subscription**: ** **\nNo Fast Time Remaining: 3 hours",
        "Abonnement : Pro",
      })
  void aTextThatIsNotAsExpectedSaysNothing(String text) {
    assertThat(OwnInfo.saidIn(message(SeenMessage.EPHEMERAL, TITLE, text), NOW)).isEmpty();
  }

  @Test
  void aLineThatIsLongerThanAnyIsNotKept() {
    var text = "**Subscription**: " + "x".repeat(201) + "\n**Fast Time Remaining**: 1 hour";

    assertThat(OwnInfo.saidIn(message(SeenMessage.EPHEMERAL, TITLE, text), NOW))
        .hasValue(new AccountInfo(null, "1 hour", NOW));
  }

  @Test
  void whatSomebodyWroteIntoAPromptIsNotIt() {
    assertThat(OwnInfo.saidIn(message(0, TITLE, ANSWER), NOW)).isEmpty();
    assertThat(OwnInfo.saidIn(message(SeenMessage.EPHEMERAL, "", ANSWER), NOW)).isEmpty();
  }

  private static SeenMessage message(int flags, String title, String description) {
    return new SeenMessage(
        1001,
        500,
        "1",
        flags,
        "936929561302675456",
        "",
        List.of(),
        List.of(),
        null,
        "13",
        null,
        List.of(new SeenMessage.Embed(title, description, 65_280)),
        "info");
  }
}
