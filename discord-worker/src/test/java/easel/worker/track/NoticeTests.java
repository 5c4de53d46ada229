package easel.worker.track;

import static org.assertj.core.api.Assertions.assertThat;

import easel.common.message.FailReason;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What Midjourney says in place of drawing: every title that is known.
class NoticeTests {
  private static final int RED = 16_711_680;
  private static final int YELLOW = 16_776_960;
  private static final int GREEN = 65_280;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Invalid parameter                           | INVALID_PARAMETER
          Invalid link                                | INVALID_LINK
          Empty prompt                                | INVALID_PARAMETER
          Invalid request                             | INVALID_PARAMETER
          Duplicate images detected                   | INVALID_PARAMETER
          Banned prompt                               | BANNED_PROMPT
          Banned prompt detected                      | BANNED_PROMPT
          Request cancelled due to output filters     | MODERATED
          Queue full                                  | QUEUE_FULL
          Slow Down!                                  | QUEUE_FULL
          Internal error                              | INTERNAL
          Sorry, something went wrong                 | INTERNAL
          """)
  void aTitleSaysWhyARequestIsRefused(String title, FailReason reason) {
    assertThat(Notice.of(embed(title, "Midjourney's own words", RED)))
        .hasValue(new Notice.RequestRefused(reason, title + ": Midjourney's own words"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Action needed to continue | ACCOUNT_UNAVAILABLE
          Pending mod message       | ACCOUNT_UNAVAILABLE
          Blocked                   | ACCOUNT_UNAVAILABLE
          Job action restricted     | ACCOUNT_UNAVAILABLE
          Plan Cancelled            | SUBSCRIPTION
          Subscription required     | SUBSCRIPTION
          Subscription paused       | SUBSCRIPTION
          Credits exhausted         | SUBSCRIPTION
          """)
  void aTitleSaysWhyAnAccountIsOfNoUse(String title, FailReason reason) {
    assertThat(Notice.of(embed(title, "look into it", YELLOW)))
        .hasValue(new Notice.AccountRefused(reason, title + ": look into it", null));
  }

  @Test
  void aBlockThatNamesItsEndIsOverThen() {
    assertThat(Notice.of(embed("Blocked", "You are blocked until <t:1790000000:R>.", RED)))
        .hasValue(
            new Notice.AccountRefused(
                FailReason.ACCOUNT_UNAVAILABLE,
                "Blocked: You are blocked until 2026-09-21T14:13:20Z.",
                Instant.ofEpochSecond(1_790_000_000)));
  }

  @Test
  void aQueuedJobIsNoRefusal() {
    assertThat(Notice.of(embed("Job queued", "It begins when others have ended.", YELLOW)))
        .hasValue(new Notice.Queued());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Unrecognized parameter(s): `--fox`    | INVALID_PARAMETER
          Failed to process your command        | INTERNAL
          """)
  void aPlainTextSaysWhyToo(String text, FailReason reason) {
    assertThat(Notice.of(text(text))).hasValue(new Notice.RequestRefused(reason, text));
  }

  @Test
  void whatIsRedHasFailedThoughItsTitleIsNotKnown() {
    assertThat(Notice.of(embed("Out of paint", "", RED)))
        .hasValue(new Notice.RequestRefused(FailReason.INTERNAL, "Out of paint"));
  }

  @Test
  void otherEmbedsAndTextsSayNothingOfTheKind() {
    assertThat(Notice.of(embed("Your info", "Fast Time Remaining", GREEN))).isEmpty();
    assertThat(Notice.of(embed("Tip", "Try it relaxed", YELLOW))).isEmpty();
    assertThat(Notice.of(embed("", "1️⃣ a fox", RED))).isEmpty();
    assertThat(Notice.of(text("**Failed to draw** - <@13> (Waiting to start)"))).isEmpty();
  }

  @Test
  void itsWordsAreOneLineOfReadableText() {
    var notice =
        Notice.of(
            embed("Invalid link", "**Could not**\n\n fetch <@13> it\n" + "x".repeat(900), RED));

    assertThat(notice)
        .hasValueSatisfying(
            refused ->
                assertThat(((Notice.Refusal) refused).words())
                    .startsWith("Invalid link: Could not fetch it xxx")
                    .hasSizeLessThan(410));
  }

  private static SeenMessage embed(String title, String description, int color) {
    return message("", List.of(new SeenMessage.Embed(title, description, color)));
  }

  private static SeenMessage text(String content) {
    return message(content, List.of());
  }

  private static SeenMessage message(String content, List<SeenMessage.Embed> embeds) {
    return new SeenMessage(
        1, 2, "3", 64, null, content, List.of(), List.of(), null, null, null, embeds, null);
  }
}
