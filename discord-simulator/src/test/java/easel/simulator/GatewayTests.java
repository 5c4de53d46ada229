package easel.simulator;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// The gateway, byte for byte where a client would notice.
class GatewayTests extends SimulatorTest {
  private static final String INTENTS = ",\"intents\":33281";

  private PersonClient bot(String more) {
    var client = new PersonClient(simulator.url());
    client.identify(simulator.botToken(), more);
    return client;
  }

  private static JsonNode awaitOp(PersonClient client, int op) {
    await("op " + op)
        .until(() -> client.payloads().stream().anyMatch(p -> p.path("op").asInt(-1) == op));
    return client.payloads().stream()
        .filter(payload -> payload.path("op").asInt(-1) == op)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void itGreetsAndAnswersHeartbeats() {
    try (var client = new PersonClient(simulator.url())) {
      assertThat(awaitOp(client, 10).path("d").path("heartbeat_interval").asInt())
          .isEqualTo(41_250);

      client.send("{\"op\":1,\"d\":null}");

      awaitOp(client, 11);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nonsense|,\"intents\":1|4004",
        "simulator-bot-token|,\"intents\":1,\"shard\":[3,2]|4010",
        "simulator-bot-token|,\"intents\":-1|4013",
        "simulator-bot-token|''|4013",
      })
  void whoIdentifiesWronglyIsClosedWithTheReason(String token, String more, int code) {
    try (var client = new PersonClient(simulator.url())) {
      client.identify(token, more);

      assertThat(client.closeCode()).isEqualTo(code);
    }
  }

  @Test
  void aBotMayNotAskForAnIntentThatIsNotSwitchedOn() {
    var made = control.post("/control/bots", "{\"messageContent\":false}");
    try (var client = new PersonClient(simulator.url())) {
      client.identify(made.path("token").asString(), INTENTS);

      assertThat(client.closeCode()).isEqualTo(4014);
    }
  }

  @Test
  void identifyingTwiceWithinTheWindowIsRefused() {
    control.settings("{\"identifyWindowMs\":60000}");
    try (var first = bot(INTENTS);
        var second = bot(INTENTS)) {
      await().until(() -> first.events("READY").size() + second.events("READY").size() == 1);
      await("the other to be told")
          .until(
              () ->
                  Stream.of(first, second)
                      .flatMap(client -> client.payloads().stream())
                      .anyMatch(payload -> payload.path("op").asInt(-1) == 9));
    }
  }

  @Test
  void withoutMessageContentABotSeesThatThereIsAMessageAndNoMore() {
    try (var blind = bot(",\"intents\":513")) {
      blind.await("GUILD_CREATE", 1);
      finished(control.account("{}"), "a cat");

      var start = blind.await("MESSAGE_CREATE", 1).getFirst();
      assertThat(start.path("content").asString()).isEmpty();
      assertThat(start.path("components")).isEmpty();
      assertThat(start.path("author").path("id").asString()).isEqualTo("936929561302675456");
    }
  }

  @Test
  void theNonceComesBackToThePersonAndToNobodyElse() {
    var account = control.account("{}");
    try (var bot = bot(INTENTS);
        var person = session(account)) {
      bot.await("GUILD_CREATE", 1);
      finished(account, "a cat");

      var own = person.await("MESSAGE_CREATE", 2);
      var seen = bot.await("MESSAGE_CREATE", 2);
      assertThat(own.getFirst().path("nonce").asString()).isNotEmpty();
      assertThat(own.getFirst().path("interaction_metadata").path("name").asString())
          .isEqualTo("imagine");
      assertThat(own.getLast().has("nonce")).isFalse();
      assertThat(seen.getFirst().has("nonce")).isFalse();
      assertThat(seen.getFirst().path("interaction_metadata").has("name")).isFalse();
      assertThat(person.events("INTERACTION_CREATE")).hasSize(1);
      assertThat(person.events("INTERACTION_SUCCESS")).hasSize(1);
      assertThat(bot.events("INTERACTION_CREATE")).isEmpty();
    }
  }

  @Test
  void aSessionIsResumedWhereItWasLeft() {
    String sessionId;
    long seen;
    try (var before = bot(INTENTS)) {
      before.await("GUILD_CREATE", 1);
      sessionId = before.events("READY").getFirst().path("session_id").asString();
      seen = before.payloads().getLast().path("s").asLong();
    }
    finished(control.account("{}"), "while nobody listens");

    try (var after = new PersonClient(simulator.url())) {
      after.send(
          "{\"op\":6,\"d\":{\"token\":\"%s\",\"session_id\":\"%s\",\"seq\":%d}}"
              .formatted(simulator.botToken(), sessionId, seen));

      after.await("RESUMED", 1);
      assertThat(after.await("MESSAGE_CREATE", 2)).hasSize(2);
      assertThat(
              after.payloads().stream()
                  .filter(payload -> payload.path("op").asInt() == 0)
                  .findFirst()
                  .orElseThrow()
                  .path("s")
                  .asLong())
          .isEqualTo(seen + 1);
    }
  }

  @Test
  void aForgottenSessionCanNotBeResumed() {
    try (var client = new PersonClient(simulator.url())) {
      client.send(
          "{\"op\":6,\"d\":{\"token\":\"%s\",\"session_id\":\"gone\",\"seq\":1}}"
              .formatted(simulator.botToken()));

      assertThat(awaitOp(client, 9).path("d").asBoolean(true)).isFalse();
    }
  }

  @Test
  void aRevokedTokenEndsTheSession() {
    var account = control.account("{}");
    try (var person = session(account)) {
      control.send("PATCH", "/control/accounts/" + account.id(), null, "{\"revoked\":true}");

      assertThat(person.closeCode()).isEqualTo(4004);
    }
  }

  @Test
  void eventsCanComeTwiceAndInTheWrongOrder() {
    try (var bot = bot(INTENTS)) {
      bot.await("GUILD_CREATE", 1);
      control.post("/control/faults", "{\"on\":\"gateway\",\"kind\":\"duplicate\"}");
      control.post("/control/faults", "{\"on\":\"gateway\",\"kind\":\"reorder\"}");

      finished(control.account("{}"), "a cat");

      bot.await("MESSAGE_DELETE", 1);
      var numbers =
          bot.payloads().stream()
              .filter(payload -> payload.path("op").asInt() == 0)
              .map(payload -> payload.path("s").asLong())
              .toList();
      assertThat(numbers).hasSizeGreaterThan((int) numbers.stream().distinct().count());
      assertThat(numbers).isNotEqualTo(numbers.stream().sorted().toList());
    }
  }

  @Test
  void aSessionBeginsWithReadyWhateverComesInTheWrongOrder() {
    control.post("/control/faults", "{\"on\":\"gateway\",\"kind\":\"reorder\"}");
    try (var bot = bot(INTENTS)) {
      finished(control.account("{}"), "a cat");

      bot.await("GUILD_CREATE", 1);
      var events =
          bot.payloads().stream().filter(payload -> payload.path("op").asInt() == 0).toList();
      assertThat(events.getFirst().path("t").asString()).isEqualTo("READY");
      assertThat(events.get(1).path("t").asString()).isNotEqualTo("GUILD_CREATE");
    }
  }

  @Test
  void aConnectionCanFallSilent() {
    try (var client = bot(INTENTS)) {
      client.await("GUILD_CREATE", 1);
      control.post("/control/faults", "{\"on\":\"gateway\",\"kind\":\"hang\"}");
      var before = client.payloads().size();

      client.send("{\"op\":1,\"d\":null}");
      finished(control.account("{}"), "a cat");

      await("silence")
          .during(ofMillis(300))
          .atMost(ofSeconds(2))
          .until(() -> client.payloads().size() == before);
    }
  }

  @Test
  void theSessionOfAConnectionThatHangsIsOverThoughItStaysOpen() {
    control.settings("{\"heartbeatIntervalMs\":300}");
    try (var client = bot(INTENTS)) {
      client.await("GUILD_CREATE", 1);
      control.post("/control/faults", "{\"on\":\"gateway\",\"kind\":\"hang\"}");

      await("the time-out")
          .until(() -> control.ledger("GATEWAY").stream().anyMatch(has("outcome", "TIMED OUT")));

      assertThat(client.isClosed()).isFalse();
      var sessionId = client.events("READY").getFirst().path("session_id").asString();
      try (var after = new PersonClient(simulator.url())) {
        after.send(
            "{\"op\":6,\"d\":{\"token\":\"%s\",\"session_id\":\"%s\",\"seq\":1}}"
                .formatted(simulator.botToken(), sessionId));
        assertThat(awaitOp(after, 9).path("d").asBoolean(true)).isFalse();
      }
    }
  }

  @Test
  void partialUpdatesHoldOnlyWhatChanged() {
    control.settings("{\"partialUpdates\":true}");
    try (var bot = bot(INTENTS)) {
      bot.await("GUILD_CREATE", 1);
      finished(control.account("{}"), "a cat");

      var update = bot.await("MESSAGE_UPDATE", 1).getFirst();
      assertThat(update.has("author")).isFalse();
      assertThat(update.path("content").asString()).contains("(0%)");
    }
  }
}
