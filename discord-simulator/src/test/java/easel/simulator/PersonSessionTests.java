package easel.simulator;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// A person's session: begins without intents, fails and resumes as a bot's does, and hears what no
/// bot hears.
class PersonSessionTests extends SimulatorTest {
  private final Control.Account account = control.account("{\"plan\":\"PRO\"}");

  private static JsonNode awaitOp(PersonClient client, int op) {
    await("op " + op)
        .until(() -> client.payloads().stream().anyMatch(p -> p.path("op").asInt(-1) == op));
    return client.payloads().stream()
        .filter(payload -> payload.path("op").asInt(-1) == op)
        .findFirst()
        .orElseThrow();
  }

  private PersonClient resumed(JsonNode ready, long seq) {
    var client = new PersonClient(ready.path("resume_gateway_url").asString());
    client.send(
        "{\"op\":6,\"d\":{\"token\":\"%s\",\"session_id\":\"%s\",\"seq\":%d}}"
            .formatted(account.token(), ready.path("session_id").asString(), seq));
    return client;
  }

  private static long seen(PersonClient client) {
    return client.payloads().stream().mapToLong(p -> p.path("s").asLong(0)).max().orElse(0);
  }

  private void fault(String kind) {
    control.post(
        "/control/faults",
        "{\"on\":\"gateway\",\"kind\":\"%s\",\"account\":\"%s\"}".formatted(kind, account.id()));
  }

  @Test
  void readyHoldsWholeGuildsAndWhereToResume() {
    try (var session = session(account)) {
      var ready = session.events("READY").getFirst();

      assertThat(ready.at("/user/id").asString()).isEqualTo(account.id());
      assertThat(ready.at("/user").has("bot")).isFalse();
      assertThat(ready.path("session_id").asString()).isNotEmpty();
      assertThat(ready.path("resume_gateway_url").asString()).startsWith("ws");
      assertThat(ready.at("/guilds/0/id").asString()).isEqualTo(control.guild());
      assertThat(ready.at("/guilds/0/channels/0/id").asString()).isEqualTo(control.channel());
      assertThat(ready.has("application")).isFalse();
      session.await("READY_SUPPLEMENTAL", 1);
      assertThat(session.events("GUILD_CREATE")).isEmpty();
    }
  }

  @Test
  void heartbeatsAreAnswered() {
    try (var session = session(account)) {
      session.send("{\"op\":1,\"d\":1}");

      awaitOp(session, 11);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"op\":2,\"d\":{\"token\":\"nobody\",\"properties\":{}}}|4004",
        "{\"op\":2,\"d\":{\"token\":\"Bot TOKEN\",\"properties\":{}}}|4004",
        "{\"op\":6,\"d\":{\"token\":\"nobody\",\"session_id\":\"s\",\"seq\":1}}|4004",
        "{\"op\":3,\"d\":{}}|4003",
        "{\"op\":99,\"d\":{}}|4001",
        "nonsense|4002",
      })
  void whatIsWrongClosesWithItsCode(String payload, int code) {
    try (var client = new PersonClient(simulator.url())) {
      client.send(payload.replace("TOKEN", account.token()));

      assertThat(client.closeCode()).isEqualTo(code);
    }
  }

  @Test
  void identifyingTwiceOverOneConnectionCloses() {
    try (var session = session(account)) {
      session.identify(account.token(), "");

      assertThat(session.closeCode()).isEqualTo(4005);
    }
  }

  @Test
  void aResumedSessionHearsWhatItsAccountAloneWasTold() {
    JsonNode ready;
    long seen;
    try (var before = session(account)) {
      before.await("READY_SUPPLEMENTAL", 1);
      ready = before.events("READY").getFirst();
      seen = seen(before);
    }
    finished(account, "a sim-hidden robot");
    control.imagine(account, control.channel(), "much gore");
    awaitLedger("JOB_REFUSED", 1);

    try (var after = resumed(ready, seen)) {
      after.await("RESUMED", 1);
      var told = after.await("MESSAGE_CREATE", 3);
      assertThat(told).allSatisfy(m -> assertThat(m.path("flags").asInt()).isEqualTo(64));
      assertThat(after.events("INTERACTION_CREATE")).hasSize(2);
    }
  }

  @Test
  void aDroppedSessionResumes() {
    try (var session = session(account)) {
      var ready = session.events("READY").getFirst();
      var seen = seen(session);

      fault("drop");

      await("the cut").until(() -> session.isClosed() || session.isBroken());
      try (var after = resumed(ready, seen)) {
        after.await("RESUMED", 1);
        control.imagine(account, control.channel(), "a cat");
        after.await("MESSAGE_CREATE", 1);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"op7,7,RESUMED", "op9resumable,9,RESUMED", "op9,9,"})
  void aSessionCanBeToldToComeAgain(String kind, int op, String outcome) {
    try (var session = session(account)) {
      var ready = session.events("READY").getFirst();
      var seen = seen(session);

      fault(kind);

      awaitOp(session, op);
      try (var after = resumed(ready, seen)) {
        if (outcome == null) {
          assertThat(awaitOp(after, 9).path("d").asBoolean(true)).isFalse();
          after.identify(account.token(), "");
          after.await("READY", 1);
        } else {
          after.await(outcome, 1);
        }
      }
    }
  }

  @Test
  void afterAnInvalidSessionAnotherCanBeBegunOverTheSameConnection() {
    try (var session = session(account)) {
      fault("op9");
      awaitOp(session, 9);

      session.identify(account.token(), "");

      session.await("READY", 2);
    }
  }

  @Test
  void aSessionCanFallSilent() {
    try (var session = session(account)) {
      session.await("READY_SUPPLEMENTAL", 1);
      fault("hang");
      var before = session.payloads().size();

      session.send("{\"op\":1,\"d\":null}");
      finished(account, "a cat");

      await("silence")
          .during(ofMillis(300))
          .atMost(ofSeconds(2))
          .until(() -> session.payloads().size() == before);
    }
  }

  @Test
  void aNewTokenEndsTheSession() {
    try (var session = session(account)) {
      control.send("PATCH", "/control/accounts/" + account.id(), null, "{\"token\":\"another\"}");

      assertThat(session.closeCode()).isEqualTo(4004);
    }
  }

  @Test
  void theNonceIsOnTheFirstAnswerAndOnNoEdit() {
    control.settings("{\"deferStart\":true}");
    try (var session = session(account)) {
      finished(account, "a cat");
      session.await("MESSAGE_DELETE", 1);

      var created = session.events("MESSAGE_CREATE");
      assertThat(created.getFirst().path("nonce").asString()).isNotEmpty();
      assertThat(created.getLast().has("nonce")).isFalse();
      assertThat(session.events("MESSAGE_UPDATE"))
          .isNotEmpty()
          .noneMatch(update -> update.has("nonce"));
      var nonce = created.getFirst().path("nonce");
      assertThat(session.events("INTERACTION_CREATE").getFirst().path("nonce")).isEqualTo(nonce);
      assertThat(session.events("INTERACTION_SUCCESS").getFirst().path("nonce")).isEqualTo(nonce);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"imagineProgress\":\"ephemeral\"}",
        "{\"hidden\":true}",
        "{\"hiddenFinal\":true}",
      })
  void whatIsHiddenFromBotsIsToldToTheAccountsSessionAndToNoOther(String settings) {
    control.send("PATCH", "/control/settings?account=" + account.id(), null, settings);
    try (var own = session(account);
        var other = session(control.account("{}"));
        var bot = new PersonClient(simulator.url())) {
      bot.identify(simulator.botToken(), ",\"intents\":33281");
      bot.await("GUILD_CREATE", 1);

      finished(account, "a cat");

      // the start, its progress, the final, and that the start is deleted
      own.await("MESSAGE_CREATE", 2);
      own.await("MESSAGE_UPDATE", 2);
      own.await("MESSAGE_DELETE", 1);
      var hidden =
          own.events("MESSAGE_CREATE").stream()
              .filter(message -> (message.path("flags").asInt() & 64) != 0)
              .map(message -> message.path("id").asString())
              .toList();
      assertThat(hidden).isNotEmpty();
      await("the others to be told of the rest")
          .until(() -> other.events("MESSAGE_CREATE").size() == 2 - hidden.size());
      for (var client : new PersonClient[] {other, bot}) {
        assertThat(client.payloads())
            .noneMatch(payload -> hidden.contains(payload.at("/d/id").asString("")));
      }
    }
  }

  @Test
  void aSessionHearsThePublicMessagesOfThreads() {
    var thread =
        Control.read(
                control.send(
                    "POST",
                    "/api/v10/channels/" + control.channel() + "/threads",
                    "Bot " + simulator.botToken(),
                    "{\"name\":\"work\",\"type\":11}"))
            .path("id")
            .asString();
    try (var session = session(account)) {
      control.imagine(account, thread, "a cat");

      session.await("MESSAGE_CREATE", 2);
      assertThat(session.events("MESSAGE_CREATE"))
          .allSatisfy(
              message -> {
                assertThat(message.path("channel_id").asString()).isEqualTo(thread);
                assertThat(message.path("channel_type").asInt()).isEqualTo(11);
              });
    }
  }
}
