package easel.simulator;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What a person and Midjourney say to each other alone.
class DirectMessageTests extends SimulatorTest {
  private static final String MIDJOURNEY = "936929561302675456";

  private final Control.Account account = control.account("{}");

  private HttpResponse<String> envelope(
      Control.Account by, String channel, String message, String me) {
    return control.send(
        "PUT",
        "/api/v9/channels/%s/messages/%s/reactions/%%E2%%9C%%89%%EF%%B8%%8F/%s?location=Message&type=0"
            .formatted(channel, message, me),
        by.token(),
        "");
  }

  private JsonNode begin(Control.Account by, String recipient) {
    return Control.read(
        control.send(
            "POST",
            "/api/v10/users/@me/channels",
            by.token(),
            "{\"recipients\":[\"" + recipient + "\"]}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"@me", "%40me"})
  void anEnvelopeOnAFinalIsAnsweredWithItsSeed(String me) {
    try (var session = session(account)) {
      var ended = finished(account, "a cat");
      session.await("MESSAGE_CREATE", 2);

      var answer =
          envelope(account, control.channel(), ended.path("finalMessageId").asString(), me);

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
      var told = session.await("MESSAGE_CREATE", 3).getLast();
      assertThat(told.path("content").asString())
          .startsWith("**a cat --v 7.0**\n")
          .as("as clients read it")
          .matches(
              "(?s).*\\*\\*Job ID\\*\\*:\\s*"
                  + ended.path("job").asString()
                  + "\\s*\\*\\*seed\\*\\*\\s*\\d+");
      assertThat(told.has("guild_id")).isFalse();
      assertThat(told.has("member")).isFalse();
      assertThat(told.path("channel_type").asInt()).isEqualTo(1);
      assertThat(told.at("/author/id").asString()).isEqualTo(MIDJOURNEY);
      assertThat(told.at("/attachments/0/filename").asString())
          .contains(ended.path("job").asString());
      var channel = session.events("CHANNEL_CREATE").getFirst();
      assertThat(channel.path("id")).isEqualTo(told.path("channel_id"));
      assertThat(channel.at("/recipients/0/id").asString()).isEqualTo(MIDJOURNEY);
    }
  }

  @Test
  void theSeedThatThePromptAskedForIsTold() {
    try (var session = session(account)) {
      var ended = finished(account, "a cat --seed 1259687673");
      session.await("MESSAGE_CREATE", 2);

      envelope(account, control.channel(), ended.path("finalMessageId").asString(), "@me");

      assertThat(session.await("MESSAGE_CREATE", 3).getLast().path("content").asString())
          .endsWith("**seed** 1259687673");
    }
  }

  @Test
  void anEnvelopeOnWhatIsNotOnesOwnIsNotAnswered() {
    var stranger = control.account("{}");
    try (var session = session(stranger)) {
      var ended = finished(account, "a cat");
      session.await("MESSAGE_CREATE", 2);

      envelope(stranger, control.channel(), ended.path("finalMessageId").asString(), "@me");

      await("no direct message")
          .during(ofMillis(300))
          .atMost(ofSeconds(2))
          .until(() -> session.events("MESSAGE_CREATE").size() == 2);
    }
  }

  @Test
  void aJobCanBeShownThereAndAskedForItsSeed() {
    // as clients do it: /show in direct messages, then an envelope on what it shows
    var direct = begin(account, MIDJOURNEY).path("id").asString();
    var ended = finished(account, "a cat");
    try (var session = session(account);
        var bot = new PersonClient(simulator.url())) {
      bot.identify(simulator.botToken(), ",\"intents\":33281");
      bot.await("GUILD_CREATE", 1);
      assertThat(session.events("READY").getFirst().at("/private_channels/0/id").asString())
          .isEqualTo(direct);
      control.interact(
          account,
          control.command(
              direct,
              "show",
              "1169435442328911902",
              "1247736572414001224",
              "{\"type\":3,\"name\":\"job_id\",\"value\":\""
                  + ended.path("job").asString()
                  + "\"}"));
      var shown = session.await("MESSAGE_CREATE", 1).getFirst();
      assertThat(shown.path("channel_id").asString()).isEqualTo(direct);

      envelope(account, direct, shown.path("id").asString(), "@me");

      var seed = session.await("MESSAGE_CREATE", 2).getLast();
      assertThat(seed.path("content").asString()).contains("**seed** ");
      assertThat(seed.path("channel_id").asString()).isEqualTo(direct);
      assertThat(bot.events("MESSAGE_CREATE")).isEmpty();
      assertThat(messages(direct, account.token())).hasSize(2);
    }
  }

  private JsonNode messages(String channel, String token) {
    return Control.read(
        control.send("GET", "/api/v10/channels/" + channel + "/messages", token, null));
  }

  @Test
  void nothingIsHiddenThere() {
    control.settings("{\"hidden\":true}");
    var direct = begin(account, MIDJOURNEY).path("id").asString();

    control.imagine(account, direct, "a cat");

    awaitLedger("JOB_ENDED", 1);
    await().until(() -> messages(direct, account.token()).size() == 1);
    assertThat(messages(direct, account.token()).path(0).path("content").asString())
        .endsWith("(fast)");
  }

  @Test
  void itIsForTheTwoOfThem() {
    var direct = begin(account, MIDJOURNEY).path("id").asString();
    var stranger = control.account("{}");

    assertThat(begin(account, MIDJOURNEY).path("id").asString()).isEqualTo(direct);
    assertThat(begin(account, stranger.id()).path("code").asInt()).isEqualTo(50033);
    assertThat(
            control.send("GET", "/api/v10/channels/" + direct, stranger.token(), null).statusCode())
        .isEqualTo(403);
    assertThat(
            Control.read(control.send("GET", "/api/v10/users/@me/channels", account.token(), null)))
        .hasSize(1);
  }
}
