package easel.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// How Midjourney says no: for the person's eyes only.
class RefusalTests extends SimulatorTest {
  @ParameterizedTest
  @CsvSource({
    "much gore,Banned prompt",
    "a sim-detected cat,Banned prompt detected",
    "a sim-invalid-link cat,Invalid link",
    "a sim-queue-full cat,Queue full",
    "a sim-action-needed cat,Action needed to continue",
    "a sim-internal-error cat,Internal error",
    "a cat --colour red,Invalid parameter",
    "a cat --ar wide,Invalid parameter",
    "--ar 3:2,Empty prompt",
  })
  void aRefusalIsAnEphemeralEmbed(String prompt, String title) {
    var account = control.account("{}");
    try (var session = session(account)) {
      var answer = control.imagine(account, control.channel(), prompt);

      assertThat(answer.statusCode()).isEqualTo(204);
      var message = session.await("MESSAGE_CREATE", 1).getFirst();
      assertThat(message.path("flags").asInt()).isEqualTo(64);
      assertThat(message.path("nonce").asString()).isNotEmpty();
      assertThat(message.path("embeds").path(0).path("title").asString()).isEqualTo(title);
      assertThat(message.path("embeds").path(0).path("color").asInt()).isEqualTo(16711680);
      assertThat(control.ledger("JOB_RUNNING")).isEmpty();
      assertThat(history()).isEmpty();
    }
  }

  /// What Midjourney says, by the name under which it can be ordered; a title in quotes is a plain
  /// text.
  private static final String REFUSALS =
      """
      INVALID_PARAMETER | Invalid parameter | 16711680 | sim-invalid-parameter
      UNRECOGNIZED_PARAMETER | "Unrecognized parameter(s): | | sim-unrecognized
      INVALID_LINK | Invalid link | 16711680 | sim-invalid-link
      EMPTY_PROMPT | Empty prompt | 16711680 | sim-empty-prompt
      INVALID_REQUEST | Invalid request | 16711680 | sim-invalid-request
      DUPLICATE_IMAGES | Duplicate images detected | 16711680 | sim-duplicate-images
      BANNED_PROMPT | Banned prompt | 16711680 | sim-banned
      BANNED_PROMPT_DETECTED | Banned prompt detected | 16711680 | sim-detected
      QUEUE_FULL | Queue full | 16711680 | sim-queue-full
      SLOW_DOWN | Slow Down! | 16776960 | sim-slow-down
      ACTION_NEEDED | Action needed to continue | 16711680 | sim-action-needed
      PENDING_MOD_MESSAGE | Pending mod message | 16711680 | sim-pending-mod
      BLOCKED | Blocked | 16711680 | sim-blocked
      PLAN_CANCELLED | Plan Cancelled | 16711680 | sim-plan-cancelled
      SUBSCRIPTION_REQUIRED | Subscription required | 16711680 | sim-subscription-required
      SUBSCRIPTION_PAUSED | Subscription paused | 16711680 | sim-subscription-paused
      CREDITS_EXHAUSTED | Credits exhausted | 16711680 | sim-credits-exhausted
      RESTRICTED | Job action restricted | 16711680 | sim-restricted
      INTERNAL_ERROR | Internal error | 16711680 | sim-internal-error
      SOMETHING_WRONG | Sorry, something went wrong | 16711680 | sim-something-wrong
      FAILED | "Failed | | sim-failed""";

  static Stream<Arguments> refusals() {
    return REFUSALS
        .lines()
        .map(line -> Stream.of(line.split("\\|")).map(String::strip).toArray())
        .map(Arguments::of);
  }

  /// Those after which the account can do nothing until somebody acts.
  private static final List<String> OF_THE_ACCOUNT =
      List.of(
          "ACTION_NEEDED",
          "PENDING_MOD_MESSAGE",
          "BLOCKED",
          "PLAN_CANCELLED",
          "SUBSCRIPTION_REQUIRED",
          "SUBSCRIPTION_PAUSED",
          "CREDITS_EXHAUSTED",
          "RESTRICTED");

  private void order(String refusal, Control.Account account) {
    Control.expect(
        201,
        control.send(
            "POST",
            "/control/refusals",
            null,
            "{\"refusal\":\"%s\",\"account\":\"%s\"}".formatted(refusal, account.id())));
  }

  private static JsonNode awaitEphemeral(PersonClient session) {
    return await("a message for the person only")
        .until(
            () ->
                session.events("MESSAGE_CREATE").stream()
                    .filter(message -> (message.path("flags").asInt() & 64) != 0)
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private static void isSaid(JsonNode message, String title, String colour) {
    assertThat(message.path("flags").asInt()).isEqualTo(64);
    assertThat(message.path("nonce").asString()).isNotEmpty();
    if (title.startsWith("\"")) {
      assertThat(message.path("content").asString()).startsWith(title.substring(1));
      assertThat(message.path("embeds")).isEmpty();
      return;
    }
    var embed = message.at("/embeds/0");
    assertThat(embed.path("title").asString()).isEqualTo(title);
    assertThat(embed.path("color").asString("")).isEqualTo(colour);
    assertThat(embed.path("description").asString()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void everyRefusalCanBeOrderedForAnAccount(String kind, String title, String colour) {
    var account = control.account("{}");
    var other = control.account("{}");
    order(kind, account);
    try (var session = session(account)) {
      // when both imagine
      control.imagine(other, control.channel(), "a cat");
      control.imagine(account, control.channel(), "a cat");

      // then the one is refused, as the ledger says, and the other is not
      isSaid(awaitEphemeral(session), title, colour);
      var refused = awaitLedger("JOB_REFUSED", 1).getFirst();
      assertThat(refused.path("account").asString()).isEqualTo(account.id());
      assertThat(refused.path("detail").asString()).startsWith(title.replace("\"", ""));
      awaitLedger("JOB_ENDED", 1);
      assertThat(history().toString()).doesNotContain(title.replace("\"", ""));

      // and what concerns the account goes on until its owner acts; the rest was said once
      control.imagine(account, control.channel(), "another cat");
      if (OF_THE_ACCOUNT.contains(kind)) {
        awaitLedger("JOB_REFUSED", 2);
        control.send("PATCH", "/control/accounts/" + account.id(), null, "{\"blocked\":false}");
        control.imagine(account, control.channel(), "a third cat");
      }
      awaitLedger("JOB_ENDED", 2);
    }
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void everyRefusalHasAWord(String kind, String title, String colour, String word) {
    var account = control.account("{}");
    try (var session = session(account)) {
      control.imagine(account, control.channel(), "a " + word + " cat");

      assertThat(awaitLedger("JOB_REFUSED", 1).getFirst().path("detail").asString())
          .as(kind)
          .startsWith(title.replace("\"", ""));
      isSaid(session.await("MESSAGE_CREATE", 1).getFirst(), title, colour);
    }
  }

  @Test
  void aRefusalOrderedForAPromptMeetsNoOther() {
    var account = control.account("{\"plan\":\"PRO\"}");
    control.post(
        "/control/refusals",
        "{\"refusal\":\"INTERNAL_ERROR\",\"promptContains\":\"dog\",\"count\":2}");

    for (var prompt : List.of("a cat", "a dog", "a dog", "a dog")) {
      control.imagine(account, control.channel(), prompt);
    }

    awaitLedger("JOB_ENDED", 2);
    assertThat(control.ledger("JOB_REFUSED")).hasSize(2);
    assertThat(control.get("/control/refusals")).isEmpty();
  }

  @Test
  void outputFiltersThatWereOrderedStrikeWhenTheJobHasRun() {
    var account = control.account("{}");
    order("OUTPUT_FILTERS", account);
    try (var session = session(account)) {
      var ended = finished(account, "a cat");

      assertThat(ended.path("end").asString()).isEqualTo("REFUSED");
      assertThat(ended.path("detail").asString())
          .isEqualTo("Request cancelled due to output filters");
      var told = session.await("MESSAGE_CREATE", 2).getLast();
      assertThat(told.at("/embeds/0/title").asString())
          .isEqualTo("Request cancelled due to output filters");
    }
  }

  @Test
  void buttonsAndOtherCommandsAreRefusedToo() {
    var account = control.account("{}");
    try (var session = session(account)) {
      var grid = finished(account, "a cat");
      control.post(
          "/control/refusals", "{\"refusal\":\"BANNED_PROMPT\",\"promptContains\":\"a cat\"}");
      control.press(
          account,
          control.channel(),
          grid.path("finalMessageId").asString(),
          "MJ::JOB::variation::1::" + grid.path("job").asString());
      awaitLedger("JOB_REFUSED", 1);

      order("SUBSCRIPTION_REQUIRED", account);
      control.shorten(account, "a cat");

      assertThat(awaitLedger("JOB_REFUSED", 2))
          .extracting(entry -> entry.path("detail").asString())
          .containsExactly("Banned prompt", "Subscription required");
      session.await("MESSAGE_CREATE", 4);
    }
  }

  @Test
  void aRefusalCanComeAsAnEditOfAnAnswerThatWasThinking() {
    control.settings("{\"deferRefusal\":true}");
    var account = control.account("{}");
    try (var session = session(account)) {
      control.imagine(account, control.channel(), "much gore");

      var edit = session.await("MESSAGE_UPDATE", 1).getFirst();
      var answer = session.events("MESSAGE_CREATE").getFirst();
      assertThat(answer.path("nonce").asString()).isNotEmpty();
      assertThat(answer.path("flags").asInt()).isEqualTo(64 | 128);
      assertThat(answer.path("embeds")).isEmpty();
      assertThat(edit.path("id")).isEqualTo(answer.path("id"));
      assertThat(edit.at("/embeds/0/title").asString()).isEqualTo("Banned prompt");
      assertThat(edit.has("nonce")).isFalse();
    }
  }

  @Test
  void anUnknownRefusalIsNamedWithTheKnownOnes() {
    var answer = control.send("POST", "/control/refusals", null, "{\"refusal\":\"RUDE\"}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("RUDE", "BANNED_PROMPT", "CREDITS_EXHAUSTED");
  }

  @Test
  void aBlockCanEndAtATimeThatTheNoticeTells() {
    var account = control.account("{}");
    control.settings("{\"waitingMs\":0}");
    var path = "/control/accounts/" + account.id();
    var alone = control.send("PATCH", path, null, "{\"blockedForMs\":1500}");
    assertThat(alone.statusCode()).isEqualTo(400);
    try (var session = session(account)) {
      Control.expect(
          200,
          control.send("PATCH", path, null, "{\"blocked\":\"BLOCKED\",\"blockedForMs\":1500}"));
      control.imagine(account, control.channel(), "a cat");

      var told = session.await("MESSAGE_CREATE", 1).getFirst();
      assertThat(told.at("/embeds/0/title").asString()).isEqualTo("Blocked");
      assertThat(told.at("/embeds/0/description").asString()).matches(".*<t:\\d+:R>.*");
      await("the time that was told")
          .until(
              () ->
                  control.imagine(account, control.channel(), "a cat").statusCode() == 204
                      && !control.ledger("JOB_RUNNING").isEmpty());
    }
  }

  @Test
  void aBlockedAccountIsToldSoUntilItsOwnerActs() {
    var account = control.account("{}");
    try (var session = session(account)) {
      control.send(
          "PATCH", "/control/accounts/" + account.id(), null, "{\"blocked\":\"ACTION_NEEDED\"}");
      control.imagine(account, control.channel(), "a cat");
      var warning = session.await("MESSAGE_CREATE", 1).getFirst();

      // when the person presses Acknowledge on the ephemeral message
      var button = warning.path("components").path(0).path("components").path(0);
      var without =
          control.press(
              account,
              control.channel(),
              warning.path("id").asString(),
              button.path("custom_id").asString());
      var with =
          control.press(
              account,
              control.channel(),
              warning.path("id").asString(),
              button.path("custom_id").asString(),
              64);

      // then Discord finds the message only with its flags, and the account works again
      assertThat(without.statusCode()).isEqualTo(404);
      assertThat(with.statusCode()).isEqualTo(204);
      finished(account, "a cat");
    }
  }

  @Test
  void anUnverifiedAccountIsRefusedByDiscordItself() {
    var account = control.account("{}");
    control.send(
        "PATCH", "/control/accounts/" + account.id(), null, "{\"blocked\":\"UNVERIFIED\"}");

    var answer = control.imagine(account, control.channel(), "a cat");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(Control.read(answer).path("code").asInt()).isEqualTo(40002);
  }

  @Test
  void silenceIsAFailureThatOnlyThePersonIsToldOf() {
    var account = control.account("{}");
    try (var session = session(account)) {
      control.imagine(account, control.channel(), "a sim-silent cat");

      var failure = session.await("INTERACTION_FAILURE", 1).getFirst();
      assertThat(failure.path("reason_code").asInt()).isEqualTo(2);
      assertThat(session.events("MESSAGE_CREATE")).isEmpty();
    }
  }

  @Test
  void outputFiltersRefuseAJobThatHasRun() {
    var account = control.account("{}");
    try (var session = session(account)) {
      var ended = finished(account, "a sim-filtered cat");

      assertThat(ended.path("end").asString()).isEqualTo("REFUSED");
      session.await("MESSAGE_DELETE", 1);
      assertThat(
              session
                  .await("MESSAGE_CREATE", 2)
                  .getLast()
                  .path("embeds")
                  .path(0)
                  .path("title")
                  .asString())
          .isEqualTo("Request cancelled due to output filters");
    }
  }
}
