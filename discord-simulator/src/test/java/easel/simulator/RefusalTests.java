package easel.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
