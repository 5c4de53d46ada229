package easel.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// The commands other than imagine.
class CommandTests extends SimulatorTest {
  /// Uploads a file as a client does, and returns the name under which it can be used.
  private String upload(Control.Account account, String filename) {
    var slots =
        control.send(
            "POST",
            "/api/v10/channels/" + control.channel() + "/attachments",
            account.token(),
            "{\"files\":[{\"filename\":\"" + filename + "\",\"file_size\":3,\"id\":\"0\"}]}");
    var slot = Control.read(slots).path("attachments").path(0);
    var put = control.send("PUT", slot.path("upload_url").asString(), null, "abc");
    assertThat(put.statusCode()).isEqualTo(200);
    return slot.path("upload_filename").asString();
  }

  private void describe(Control.Account account, String upload) {
    var describe = control.describeJson("{\"type\":11,\"name\":\"image\",\"value\":0}");
    control.interact(account, with(List.of(upload), describe));
  }

  private static String with(List<String> uploads, String command) {
    var attachments =
        IntStream.range(0, uploads.size())
            .mapToObj(i -> attachment(i, uploads.get(i)))
            .collect(Collectors.joining(","));
    return command.replace("\"attachments\":[]", "\"attachments\":[" + attachments + "]");
  }

  private static String attachment(int id, String upload) {
    return "{\"id\":\"%d\",\"filename\":\"p.png\",\"uploaded_filename\":\"%s\"}"
        .formatted(id, upload);
  }

  @Test
  void aBlendShowsThePicturesLinksAsItsPrompt() {
    var account = control.account("{}");
    var blend =
        control.command(
            control.channel(),
            "blend",
            "1062880104792997970",
            "1237876415471554624",
            """
            {"type":11,"name":"image1","value":0},{"type":11,"name":"image2","value":1},
            {"type":3,"name":"dimensions","value":"--ar 2:3"}""");
    var pictures = List.of(upload(account, "a.png"), upload(account, "b.png"));

    assertThat(control.interact(account, with(pictures, blend)).statusCode()).isEqualTo(204);

    awaitLedger("JOB_ENDED", 1);
    await().until(() -> history().size() == 1);
    assertThat(history().path(0).path("content").asString())
        .matches(
            "\\*\\*<https://s.mj.run/\\w{11}> <https://s.mj.run/\\w{11}> --ar 2:3 --v 7.0\\*\\* - .*");
  }

  @Test
  void aDescriptionIsAnEmbedWithFourLinesAndThePicture() {
    var account = control.account("{}");
    describe(account, upload(account, "a.png"));

    var ended = awaitLedger("JOB_ENDED", 1).getFirst();
    await().until(() -> history().path(0).path("embeds").size() == 1);
    var message = history().path(0);
    var embed = message.path("embeds").path(0);
    assertThat(message.path("interaction").path("name").asString()).isEqualTo("describe");
    assertThat(embed.path("description").asString().split("\n\n")).hasSize(4);
    assertThat(embed.path("image").path("url").asString()).contains("p.png");
    assertThat(ended.path("detail")).isEqualTo(embed.path("description"));
    assertThat(message.path("components").toString()).contains("MJ::Job::PicReader::4");

    // and the picture is the one that was uploaded
    assertThat(control.download(embed.path("image").path("url").asString()))
        .isEqualTo("abc".getBytes(StandardCharsets.UTF_8));

    // and it can be described once more, in an answer to the first
    control.press(account, control.channel(), message.path("id").asString(), "MJ::Picread::Retry");
    await().until(() -> history().path(0).path("embeds").size() == 1 && history().size() == 2);
    var again = history().path(0);
    assertThat(again.path("message_reference").path("message_id")).isEqualTo(message.path("id"));
    assertThat(again.at("/embeds/0/description")).isNotEqualTo(embed.path("description"));
    assertThat(again.path("interaction_metadata").path("interacted_message_id"))
        .isEqualTo(message.path("id"));
    assertThat(control.download(again.at("/embeds/0/image/url").asString()))
        .isEqualTo("abc".getBytes(StandardCharsets.UTF_8));

    // and all four can be imagined at once
    control.press(
        account,
        control.channel(),
        ended.path("finalMessageId").asString(),
        "MJ::Job::PicReader::all");
    awaitLedger("JOB_ENDED", 6);
  }

  @Test
  void theLedgerNamesTheLinkThatIsDescribed() {
    control.describe(control.account("{}"), "https://example.org/fox.png?a=1");

    assertThat(awaitLedger("INTERACTION", 1).getFirst().path("picture").asString())
        .isEqualTo("https://example.org/fox.png?a=1");
  }

  @Test
  void whatIsUploadedForACommandCanBeReadAgain() {
    var account = control.account("{}");
    var slot = upload(account, "a.png");
    describe(account, slot);

    assertThat(awaitLedger("INTERACTION", 1).getFirst().path("picture").asString()).isEqualTo(slot);
    assertThat(control.send("GET", "/control/uploads?name=" + slot, null, null).body())
        .isEqualTo("abc");
    assertThat(control.send("GET", "/control/uploads?name=none", null, null).statusCode())
        .isEqualTo(404);
  }

  @Test
  void whatIsUploadedCanBePostedAndItsAddressStandInAPrompt() {
    // given a picture that a person posts as a plain message
    var account = control.account("{}");
    var posted =
        control.send(
            "POST",
            "/api/v10/channels/" + control.channel() + "/messages",
            account.token(),
            "{\"content\":\"\",\"attachments\":[" + attachment(0, upload(account, "a.png")) + "]}");

    assertThat(posted.statusCode()).isEqualTo(200);
    var message = Control.read(posted);
    assertThat(message.at("/author/id").asString()).isEqualTo(account.id());
    var shown = message.at("/attachments/0");
    assertThat(shown.path("filename").asString()).isEqualTo("p.png");
    assertThat(shown.path("size").asInt()).isEqualTo(3);

    // then its address gives it to anybody, and the posted one is found in the history
    var address = shown.path("url").asString();
    assertThat(control.download(address)).isEqualTo("abc".getBytes(StandardCharsets.UTF_8));
    assertThat(history().path(0).at("/attachments/0/id")).isEqualTo(shown.path("id"));

    // and a prompt that begins with it shows Midjourney's short one
    control.imagine(account, control.channel(), address + " a red fox");
    awaitLedger("JOB_ENDED", 1);
    await().until(() -> history().size() == 2);
    assertThat(history().path(0).path("content").asString())
        .matches("\\*\\*<https://s.mj.run/\\w{11}> a red fox --v 7.0\\*\\* - .*");
  }

  @Test
  void whatWasNotUploadedCannotBePosted() {
    var account = control.account("{}");

    var posted =
        control.send(
            "POST",
            "/api/v10/channels/" + control.channel() + "/messages",
            account.token(),
            "{\"content\":\"\",\"attachments\":[" + attachment(0, "7/none.png") + "]}");

    assertThat(posted.statusCode()).isEqualTo(400);
    assertThat(history()).isEmpty();
  }

  @Test
  void textsMayBeForTheirPersonOnlyFromFirstToLast() {
    control.settings("{\"textAnswer\":\"ephemeral\"}");
    var account = control.account("{}");
    try (var session = session(account)) {
      control.shorten(account, "a very small robot");

      var answer = session.await("MESSAGE_UPDATE", 1).getFirst();
      assertThat(answer.path("flags").asInt()).isEqualTo(64);
      assertThat(answer.path("embeds").size()).isEqualTo(1);
      assertThat(history()).isEmpty();
    }
  }

  @Test
  void aShortenedPromptCanBeImagined() {
    var account = control.account("{}");
    control.shorten(account, "a very small robot");
    awaitLedger("JOB_ENDED", 1);
    await().until(() -> history().path(0).path("embeds").size() == 1);

    var message = history().path(0);
    assertThat(message.path("embeds").path(0).path("footer").path("text").asString())
        .isEqualTo("Click on a button to imagine one of the shortened prompts");
    assertThat(message.path("embeds").path(0).path("description").asString())
        .contains("2️⃣ a very small");
  }

  @ParameterizedTest
  @CsvSource({
    "fast,972289487818334212,1237876415735660572,fast,Fast",
    "relax,972289487818334213,1237876415735660573,relaxed,Relax",
    "turbo,1124132684143271996,1237876415790055474,turbo,Turbo",
  })
  void theModeIsKeptAndShown(
      String command, String id, String version, String inTexts, String inInfo) {
    var account =
        control.account(
            "{\"plan\":\"PRO\",\"mode\":\"%s\"}"
                .formatted(command.equals("fast") ? "relax" : "fast"));
    try (var session = session(account)) {
      // when the mode is changed
      control.interact(account, control.command(control.channel(), command, id, version, ""));

      // then that is said first as thinking, then in words, to its person
      var said = session.await("MESSAGE_UPDATE", 1).getFirst();
      var thinking = session.events("MESSAGE_CREATE").getFirst();
      assertThat(thinking.path("flags").asInt()).isEqualTo(64 | 128);
      assertThat(thinking.path("content").asString()).isEmpty();
      assertThat(said.path("id")).isEqualTo(thinking.path("id"));
      assertThat(said.path("flags").asInt()).isEqualTo(64);
      assertThat(said.path("content").asString()).contains(command);

      // and info and the next job show it
      control.interact(
          account,
          control.command(
              control.channel(), "info", "972289487818334209", "1237876415735660565", ""));
      var info = session.await("MESSAGE_UPDATE", 2).getLast().at("/embeds/0/description");
      assertThat(info.asString()).contains("**Job Mode**: " + inInfo);
      finished(account, "a cat");
      await().until(() -> history().size() == 1);
      assertThat(history().path(0).path("content").asString()).endsWith("(" + inTexts + ")");
    }
  }

  @Test
  void answersAboutTheAccountAreForItsPersonOnly() {
    var account = control.account("{\"plan\":\"PRO\"}");
    try (var session = session(account)) {
      control.interact(
          account,
          control.command(
              control.channel(), "relax", "972289487818334213", "1237876415735660573", ""));
      control.interact(
          account,
          control.command(
              control.channel(), "info", "972289487818334209", "1237876415735660565", ""));

      var info =
          session.await("MESSAGE_UPDATE", 2).stream()
              .map(update -> update.path("embeds").path(0))
              .filter(JsonNode::isObject)
              .findFirst()
              .orElseThrow();
      assertThat(info.path("description").asString())
          .contains(
              "**Subscription**: Pro",
              "**Fast Time Remaining**: 1000.00/1000.0 hours",
              "**Job Mode**: Relax",
              "**Running Jobs**: 0");
      assertThat(session.events("MESSAGE_CREATE"))
          .allSatisfy(message -> assertThat(message.path("flags").asInt() & 64).isEqualTo(64));
      assertThat(history()).isEmpty();
    }
  }
}
