package easel.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What buttons and forms do.
class PressTests extends SimulatorTest {
  private static JsonNode message(PersonClient session, String id) {
    return session.events("MESSAGE_CREATE").stream()
        .filter(has("id", id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aPressAnswersWithAReplyAndTurnsTheButtonBlue() {
    var account = control.account("{}");
    try (var session = session(account)) {
      var grid = finished(account, "a tin robot");
      var gridMessage = grid.path("finalMessageId").asString();
      var customId = "MJ::JOB::upsample::2::" + grid.path("job").asString();

      control.press(account, control.channel(), gridMessage, customId);

      // then the result replies to the message whose button was pressed
      var ended = awaitLedger("JOB_ENDED", 2).getLast();
      session.await("MESSAGE_DELETE", 2);
      var result = message(session, ended.path("finalMessageId").asString());
      assertThat(result.path("type").asInt()).isEqualTo(19);
      assertThat(result.path("message_reference").path("message_id").asString())
          .isEqualTo(gridMessage);

      // and the pressed button is blue, in a message that reads as before
      var update =
          session.events("MESSAGE_UPDATE").stream()
              .filter(has("id", gridMessage))
              .findFirst()
              .orElseThrow();
      assertThat(update.path("components").toString())
          .contains("{\"type\":2,\"style\":1,\"label\":\"U2\",\"custom_id\":\"" + customId + "\"}");
      assertThat(update.path("content").asString()).endsWith("(fast)");
    }
  }

  @Test
  void picturesOfVersion5AreUpscaledBySizeAndOnceMore() {
    control.settings("{\"buttonSet\":\"v5\"}");
    var account = control.account("{\"plan\":\"PRO\"}");
    var grid = finished(account, "a tin robot");
    var one = press(account, grid, "MJ::JOB::upsample::2::%s", 2);
    var twice = press(account, one, "MJ::JOB::upsample_v5_2x::1::%s::SOLO", 3);
    press(account, twice, "MJ::JOB::upsample_v5_4x::1::%s::SOLO", 4);
    press(account, one, "MJ::Outpaint::100::1::%s::SOLO", 5);

    await("all four").until(() -> history().size() == 5);
    assertThat(history().valueStream().map(message -> message.path("content").asString()))
        .satisfiesExactly(
            square -> assertThat(square).contains("Zoom Out by"),
            four -> assertThat(four).contains("Upscaled (4x) by"),
            two -> assertThat(two).contains("Upscaled (2x) by"),
            second -> assertThat(second).contains("Image #2"),
            first -> assertThat(first).endsWith("(fast)"));
    assertThat(history().path(2).path("components").toString())
        .contains("Redo Upscale (2x)", "Redo Upscale (4x)");
  }

  @Test
  void aFavoriteDrawsNothingAndIsNotedWhenItsButtonTurnsBlue() {
    var account = control.account("{}");
    try (var session = session(account)) {
      var grid = finished(account, "a tin robot");
      control.press(
          account,
          control.channel(),
          grid.path("finalMessageId").asString(),
          "MJ::JOB::upsample::1::" + grid.path("job").asString());
      var one = awaitLedger("JOB_ENDED", 2).getLast();
      var message = one.path("finalMessageId").asString();
      var favorite = "MJ::BOOKMARK::" + one.path("job").asString();

      control.press(account, control.channel(), message, favorite);

      var marked = awaitLedger("MARKED", 1).getLast();
      assertThat(marked.path("customId").asString()).isEqualTo(favorite);
      assertThat(marked.path("messageId").asString()).isEqualTo(message);
      assertThat(marked.path("nonce").asString())
          .isNotEmpty()
          .isEqualTo(control.ledger("INTERACTION").getLast().path("nonce").asString());
      await("the button is blue")
          .until(
              () ->
                  session.events("MESSAGE_UPDATE").stream()
                      .filter(has("id", message))
                      .anyMatch(
                          update ->
                              update
                                  .path("components")
                                  .toString()
                                  .contains("\"style\":1,\"label\":\"Favorite\"")));
      assertThat(control.ledger("JOB_RUNNING")).hasSize(2);
    }
  }

  @Test
  void anAnimationIsFourVideosInOneFileEachOfWhichCanBeHadByItself() {
    control.settings("{\"websiteLink\":true}");
    var account = control.account("{\"plan\":\"PRO\"}");
    var grid = finished(account, "a tin robot");
    var one = press(account, grid, "MJ::JOB::upsample::2::%s", 2);
    var animation = press(account, one, "MJ::JOB::animate_high::1::%s::SOLO", 3);
    var video = press(account, animation, "MJ::JOB::video_virtual_upscale::4::%s", 4);
    press(account, video, "MJ::JOB::animate_low_extend::1::%s::SOLO", 5);

    await("all five").until(() -> history().size() == 5);
    var animated = history().path(2);
    assertThat(animated.path("content").asString())
        .matches(
            "\\*\\*a tin robot --v 7.0 --motion high --video 1\\*\\* - <@\\d+> \\[.*website.*\\).*"
                + " \\(fast\\)");
    var file = animated.path("attachments").path(0);
    assertThat(file.path("filename").asString())
        .endsWith(animation.path("job").asString() + ".webp");
    assertThat(file.path("content_type").asString()).isEqualTo("image/webp");
    assertThat(history().path(1).path("attachments").path(0).path("content_type").asString())
        .isEqualTo("video/mp4");
    assertThat(history().path(1).path("components").toString()).contains("Extend (High motion)");
  }

  @Test
  void anUpscaleMayKeepQuietWhichKindItIs() {
    control.settings("{\"upscaleText\":\"plain\"}");
    var account = control.account("{\"plan\":\"PRO\"}");
    var one = press(account, finished(account, "a tin robot"), "MJ::JOB::upsample::2::%s", 2);
    press(account, one, "MJ::JOB::upsample_v7_2x_creative::1::%s::SOLO", 3);

    await("all three").until(() -> history().size() == 3);
    assertThat(history().path(0).path("content").asString()).contains("** - Upscaled by <@");
  }

  private JsonNode press(Control.Account account, JsonNode ended, String customId, int ends) {
    var answer =
        control.press(
            account,
            control.channel(),
            ended.path("finalMessageId").asString(),
            customId.formatted(ended.path("job").asString()));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
    return awaitLedger("JOB_ENDED", ends).getLast();
  }

  @Test
  void progressOfAPressIsForThePersonOnly() {
    var account = control.account("{}");
    var stranger = control.account("{}");
    try (var own = session(account);
        var others = session(stranger)) {
      var grid = finished(account, "a tin robot");
      control.press(
          account,
          control.channel(),
          grid.path("finalMessageId").asString(),
          "MJ::JOB::variation::1::" + grid.path("job").asString());
      awaitLedger("JOB_ENDED", 2);

      own.await("MESSAGE_DELETE", 2);
      assertThat(own.events("MESSAGE_CREATE")).hasSize(4);
      assertThat(others.await("MESSAGE_CREATE", 3)).hasSize(3);
      assertThat(others.events("MESSAGE_CREATE")).noneMatch(json -> json.has("nonce"));
    }
  }

  @Test
  void whatIsGoneCanNotBePressed() {
    var account = control.account("{}");
    var grid = finished(account, "a tin robot");
    var message = grid.path("finalMessageId").asString();
    var path = "/control/channels/" + control.channel() + "/messages/" + message;
    var customId = "MJ::JOB::upsample::1::" + grid.path("job").asString();

    await("the final")
        .until(() -> control.send("DELETE", path + "/buttons", null, null).statusCode() == 204);
    var noButton = control.press(account, control.channel(), message, customId);
    Control.expect(204, control.send("DELETE", path, null, null));
    var noMessage = control.press(account, control.channel(), message, customId);

    assertThat(noButton.statusCode()).isEqualTo(400);
    assertThat(noButton.body()).contains("50035", "COMPONENT_VALIDATION_FAILED");
    assertThat(noMessage.statusCode()).isEqualTo(404);
    assertThat(noMessage.body()).contains("10008");
    Control.expect(404, control.send("DELETE", path, null, null));
  }

  @Test
  void whatIsNotOnTheMessageCanNotBePressed() {
    var account = control.account("{}");
    var grid = finished(account, "a tin robot");

    var noButton =
        control.press(
            account,
            control.channel(),
            grid.path("finalMessageId").asString(),
            "MJ::JOB::upsample::9::" + grid.path("job").asString());
    var noMessage = control.press(account, control.channel(), "1234", "MJ::JOB::upsample::1::x");

    assertThat(noButton.statusCode()).isEqualTo(400);
    assertThat(noButton.body()).contains("50035", "COMPONENT_VALIDATION_FAILED");
    assertThat(noMessage.statusCode()).isEqualTo(404);
    assertThat(noMessage.body()).contains("10008");
  }

  @Test
  void aSecondUpscaleOfTheSamePictureMustWait() {
    var account = control.account("{}");
    try (var session = session(account)) {
      var grid = finished(account, "a tin robot");
      var message = grid.path("finalMessageId").asString();
      var customId = "MJ::JOB::upsample::2::" + grid.path("job").asString();
      control.press(account, control.channel(), message, customId);
      awaitLedger("JOB_ENDED", 2);

      control.press(account, control.channel(), message, customId);

      assertThat(awaitLedger("JOB_REFUSED", 1).getFirst().path("detail").asString())
          .isEqualTo("Slow Down!");
      session.await("MESSAGE_CREATE", 5);
    }
  }

  @Test
  void anUpscaleCanBeRepeatedAfterTheTimeThatWasTold() {
    control.settings("{\"slowDownMs\":1200}");
    var account = control.account("{}");
    var grid = finished(account, "a tin robot");
    var message = grid.path("finalMessageId").asString();
    var customId = "MJ::JOB::upsample::2::" + grid.path("job").asString();
    control.press(account, control.channel(), message, customId);
    control.press(account, control.channel(), message, customId);
    awaitLedger("JOB_REFUSED", 1);

    await("the second upscale")
        .until(
            () -> {
              control.press(account, control.channel(), message, customId);
              return control.ledger("JOB_RUNNING").size() == 3;
            });
  }

  @Test
  void aHiddenFinalIsShownBySayingItsJobsId() {
    var account = control.account("{}");
    var hidden = finished(account, "a sim-final-hidden robot");
    assertThat(history()).isEmpty();

    control.interact(
        account,
        control.command(
            control.channel(),
            "show",
            "1169435442328911902",
            "1247736572414001224",
            "{\"type\":3,\"name\":\"job_id\",\"value\":\""
                + hidden.path("job").asString()
                + "\"}"));

    await().until(() -> history().size() == 1);
    var shown = history().path(0);
    assertThat(shown.path("attachments").path(0).path("filename").asString())
        .contains(hidden.path("job").asString());
    assertThat(shown.path("interaction_metadata").path("user").path("id").asString())
        .isEqualTo(account.id());
  }

  @Test
  void aCrossStopsARunningJob() {
    control.settings("{\"jobMs\":60000}");
    var account = control.account("{}");
    try (var session = session(account)) {
      control.imagine(account, control.channel(), "a tin robot");
      var start = session.await("MESSAGE_CREATE", 1).getFirst();

      control.send(
          "PUT",
          "/api/v10/channels/%s/messages/%s/reactions/%%E2%%9D%%8C/@me"
              .formatted(control.channel(), start.path("id").asString()),
          account.token(),
          "");

      assertThat(awaitLedger("JOB_ENDED", 1).getFirst().path("end").asString())
          .isEqualTo("STOPPED");
      await()
          .until(
              () ->
                  session.events("MESSAGE_UPDATE").stream()
                      .anyMatch(json -> json.path("content").asString("").endsWith("(Stopped)")));
    }
  }
}
