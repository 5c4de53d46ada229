package easel.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import easel.simulator.http.Json;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What only a person's session is shown: forms, and what comes of sending them.
class FormTests extends SimulatorTest {
  // A white PNG of 4 by 4.
  private static final String MASK =
      "iVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAAAAACMmsGiAAAADklEQVR4nGP4DwQMqAQAn3QP8Vthg78AAAAASUVORK5CYII=";

  private final Control.Account account = control.account("{\"plan\":\"PRO\",\"remix\":true}");
  private final PersonClient session = session(account);
  private String message = "";
  private String job = "";

  @BeforeEach
  void aFinishedPicture() {
    var grid = finished(account, "a tin robot");
    control.send("PATCH", "/control/accounts/" + account.id(), null, "{\"remix\":false}");
    var one = press("MJ::JOB::upsample::1::" + grid.path("job").asString(), grid);
    control.send("PATCH", "/control/accounts/" + account.id(), null, "{\"remix\":true}");
    message = one.path("finalMessageId").asString();
    job = one.path("job").asString();
  }

  private JsonNode press(String customId, JsonNode ended) {
    var ends = control.ledger("JOB_ENDED").size();
    pressOn(ended.path("finalMessageId").asString(), customId);
    return awaitLedger("JOB_ENDED", ends + 1).getLast();
  }

  private void pressOn(String pressed, String customId) {
    var answer = control.press(account, control.channel(), pressed, customId);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
  }

  /// Presses a button of the picture that opens a form, and returns the form.
  private JsonNode open(String customId) {
    var before = session.events("INTERACTION_MODAL_CREATE").size();
    pressOn(message, customId.formatted(job));
    return session.await("INTERACTION_MODAL_CREATE", before + 1).getLast();
  }

  private static String fieldOf(JsonNode form) {
    return form.at("/components/0/components/0/custom_id").asString();
  }

  private HttpResponse<String> send(
      Control.Account by, String opener, String customId, String field, String text) {
    return send(by, control.channel(), opener, customId, field, text);
  }

  private HttpResponse<String> send(
      Control.Account by,
      String channel,
      String opener,
      String customId,
      String field,
      String text) {
    return control.interact(by, filledIn(channel, opener, customId, field, text));
  }

  private String filledIn(
      String channel, String opener, String customId, String field, String text) {
    return """
        {"type":5,"application_id":"936929561302675456","guild_id":"%s","channel_id":"%s","session_id":"s","nonce":"%d",
         "data":{"id":"%s","custom_id":"%s","components":[{"type":1,"components":[{"type":4,"custom_id":"%s","value":%s}]}]}}"""
        .formatted(
            control.guild(),
            channel,
            Control.nonce(),
            opener,
            customId,
            field,
            Json.MAPPER.writeValueAsString(text));
  }

  private HttpResponse<String> send(JsonNode form, String text) {
    return send(
        account,
        form.path("id").asString(),
        form.path("custom_id").asString(),
        fieldOf(form),
        text);
  }

  private JsonNode last(String job) {
    return awaitLedger("JOB_ENDED", 3).stream().filter(has("job", job).negate()).toList().getLast();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MJ::CustomZoom::%1$s|MJ::OutpaintCustomZoomModal::%1$s|MJ::OutpaintCustomZoomModal::prompt|Zoom Out",
        "MJ::JOB::low_variation::1::%1$s::SOLO|MJ::RemixModal::%1$s::1::0|MJ::RemixModal::new_prompt|Remix (Subtle)",
        "MJ::JOB::high_variation::1::%1$s::SOLO|MJ::RemixModal::%1$s::1::1|MJ::RemixModal::new_prompt|Remix (Strong)",
        "MJ::JOB::pan_left::1::%1$s::SOLO|MJ::PanModal::left::%1$s::1|MJ::PanModal::prompt|Pan Left",
        "MJ::JOB::pan_down::1::%1$s::SOLO|MJ::PanModal::down::%1$s::1|MJ::PanModal::prompt|Pan Down",
      })
  void aButtonOpensAFormAndTheFormMakesTheJob(
      String button, String customId, String field, String label) {
    // when the button is pressed
    var form = open(button);

    // then its form is shown, and nothing has started
    assertThat(form.path("custom_id").asString()).isEqualTo(customId.formatted(job));
    assertThat(fieldOf(form)).isEqualTo(field);
    assertThat(form.path("channel_id").asString()).isEqualTo(control.channel());
    assertThat(form.at("/application/id").asString()).isEqualTo("936929561302675456");
    assertThat(form.at("/components/0/components/0/value").asString()).startsWith("a tin robot");
    assertThat(control.ledger("JOB_RUNNING")).hasSize(2);

    // and when it is sent, the job is made, whose result replies to the message of the button
    assertThat(send(form, "a gold robot --zoom 1.8").statusCode()).isEqualTo(204);
    var ended = last(job);
    await("the final").until(() -> history().size() == 3);
    var result = history().path(0);
    assertThat(result.path("id").asString()).isEqualTo(ended.path("finalMessageId").asString());
    assertThat(result.path("content").asString())
        .startsWith("**a gold robot --v 7.0** - " + label + " by ");
    assertThat(result.at("/message_reference/message_id").asString()).isEqualTo(message);
    assertThat(control.download(ended.path("picture").asString())).hasSize(65_536);
  }

  @Test
  void gridsAskForTheirPromptToo() {
    // given a grid
    var grid = control.ledger("JOB_ENDED").getFirst();
    message = grid.path("finalMessageId").asString();
    job = grid.path("job").asString();

    // when one of its pictures is varied, and when all are drawn again
    var remix = open("MJ::JOB::variation::3::%s");
    var reroll = open("MJ::JOB::reroll::0::%s::SOLO");

    assertThat(remix.path("custom_id").asString()).isEqualTo("MJ::RemixModal::" + job + "::3::1");
    assertThat(reroll.path("custom_id").asString()).isEqualTo("MJ::ImagineModal::" + message);
    assertThat(fieldOf(reroll)).isEqualTo("MJ::ImagineModal::new_prompt");
    assertThat(send(reroll, "a gold robot").statusCode()).isEqualTo(204);
    assertThat(last(job).path("prompt").asString()).isEqualTo("a gold robot");
  }

  @Test
  void theFirstAnswerToAFormTellsWhatOpenedIt() {
    var form = open("MJ::CustomZoom::%s");
    var before = session.events("MESSAGE_CREATE").size();

    send(form, "a tin robot --zoom 1.5");

    var start = session.await("MESSAGE_CREATE", before + 1).get(before);
    assertThat(start.path("nonce").asString()).isNotEmpty();
    var metadata = start.path("interaction_metadata");
    assertThat(metadata.path("type").asInt()).isEqualTo(5);
    assertThat(metadata.at("/triggering_interaction_metadata/id").asString())
        .isEqualTo(form.path("id").asString());
    assertThat(metadata.at("/triggering_interaction_metadata/interacted_message_id").asString())
        .isEqualTo(message);
  }

  @Test
  void describedAndShortenedPromptsAreImaginedThroughForms() {
    control.shorten(account, "a very small robot");
    awaitLedger("JOB_ENDED", 3);
    await().until(() -> history().path(0).path("embeds").size() == 1);
    message = history().path(0).path("id").asString();
    var shortened = open("MJ::Job::PromptAnalyzer::2");
    assertThat(shortened.path("custom_id").asString()).isEqualTo("MJ::ImagineModal::" + message);
    assertThat(shortened.at("/components/0/components/0/value").asString())
        .isEqualTo("a very small");

    control.describe(account, "https://example.org/a.png");
    awaitLedger("JOB_ENDED", 4);
    await().until(() -> history().size() == 4 && history().path(0).path("embeds").size() == 1);
    message = history().path(0).path("id").asString();
    var described = open("MJ::Job::PicReader::3");
    assertThat(described.path("custom_id").asString()).isEqualTo("MJ::Picreader::Modal::3");
    assertThat(fieldOf(described)).isEqualTo("MJ::Picreader::Modal::PromptField");

    assertThat(send(described, "a gold robot").statusCode()).isEqualTo(204);
    assertThat(awaitLedger("JOB_ENDED", 5).getLast().path("prompt").asString())
        .isEqualTo("a gold robot");
  }

  @Test
  void aFormIsSentOnce() {
    var form = open("MJ::CustomZoom::%s");

    // when many send it at once
    var answers =
        IntStream.range(0, 8)
            .mapToObj(_ -> CompletableFuture.supplyAsync(() -> send(form, "a tin robot")))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .map(HttpResponse::statusCode)
            .toList();

    assertThat(answers).containsOnlyOnce(204).containsOnly(204, 404);
    var again = send(form, "a tin robot");
    assertThat(again.statusCode()).isEqualTo(404);
    assertThat(again.body()).contains("10062");
    last(job);
    assertThat(control.ledger("JOB_RUNNING")).hasSize(3);
  }

  @Test
  void whatIsWrongWithAFormIsSaidAndTheFormStaysOpen() {
    var stranger = control.account("{}");
    var form = open("MJ::CustomZoom::%s");
    var opener = form.path("id").asString();
    var customId = form.path("custom_id").asString();
    var field = fieldOf(form);

    refused(send(account, "1234", customId, field, "a robot"), 404, "10062");
    refused(send(stranger, opener, customId, field, "a robot"), 404, "10062");
    var elsewhere = control.post("/control/channels", "{}").path("id").asString();
    refused(send(account, elsewhere, opener, customId, field, "a robot"), 404, "10062");
    refused(
        send(account, opener, "MJ::PanModal::left::x::1", field, "a robot"),
        400,
        "COMPONENT_VALIDATION_FAILED");
    refused(
        send(account, opener, customId, "MJ::PanModal::prompt", "a robot"),
        400,
        "COMPONENT_VALIDATION_FAILED");
    refused(send(account, opener, customId, field, " "), 400, "BASE_TYPE_REQUIRED");
    refused(
        send(account, opener, customId, field, "robot ".repeat(1000)), 400, "BASE_TYPE_MAX_LENGTH");

    assertThat(control.ledger("JOB_RUNNING")).hasSize(2);
    assertThat(send(form, "a robot").statusCode()).isEqualTo(204);
  }

  private static void refused(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains(code);
  }

  @Test
  void aFormGetsTooOld() {
    control.settings("{\"formLifeMs\":0}");
    var form = open("MJ::CustomZoom::%s");

    refused(send(form, "a robot"), 404, "10062");
  }

  @Test
  void theLedgerTellsWhichPressWhichFormAndWhichJobBelongTogether() {
    var form = open("MJ::CustomZoom::%s");
    send(form, "a robot --zoom 2");
    var ended = last(job);

    var pressed = interactions().get(interactions().size() - 2);
    var shown = control.ledger("FORM").getLast();
    var sent = interactions().getLast();
    assertThat(shown.path("nonce")).isEqualTo(pressed.path("nonce"));
    assertThat(shown.path("customId")).isEqualTo(form.path("custom_id"));
    assertThat(shown.path("messageId").asString()).isEqualTo(message);
    assertThat(shown.path("opener")).isEqualTo(form.path("id"));
    assertThat(sent.path("type").asInt()).isEqualTo(5);
    assertThat(sent.path("opener")).isEqualTo(form.path("id"));
    assertThat(sent.path("prompt").asString()).isEqualTo("a robot --zoom 2");
    assertThat(sent.path("taken").asBoolean(false)).isTrue();
    assertThat(ended.path("nonce")).isEqualTo(sent.path("nonce"));
    assertThat(ended.path("customId")).isEqualTo(form.path("custom_id"));
    assertThat(ended.path("messageId").asString()).isEqualTo(message);
  }

  private List<JsonNode> interactions() {
    return control.ledger("INTERACTION");
  }

  @Test
  void aFormsPromptIsRefusedAsAnyPromptIs() {
    var form = open("MJ::CustomZoom::%s");
    var before = session.events("MESSAGE_CREATE").size();

    send(form, "much gore");

    var told = session.await("MESSAGE_CREATE", before + 1).getLast();
    assertThat(told.at("/embeds/0/title").asString()).isEqualTo("Banned prompt");
    assertThat(told.path("flags").asInt()).isEqualTo(64);
    var refused = control.ledger("JOB_REFUSED").getFirst();
    assertThat(refused.path("type").asInt()).isEqualTo(5);
    assertThat(refused.path("detail").asString()).isEqualTo("Banned prompt");
  }

  @Test
  void varyRegionOpensAPage() {
    pressOn(message, "MJ::Inpaint::1::" + job + "::SOLO");

    var page = session.await("INTERACTION_IFRAME_MODAL_CREATE", 1).getFirst();
    assertThat(page.path("title").asString()).isEqualTo("Vary Region");
    assertThat(page.path("iframe_path").asString()).contains(page.path("custom_id").asString());
    assertThat(page.path("nonce").asString()).isNotEmpty();
    assertThat(control.ledger("FORM").getLast().path("outcome").asString())
        .isEqualTo("INTERACTION_IFRAME_MODAL_CREATE");
  }

  @Test
  void aMarkedRegionIsDrawnOnce() {
    var token = openedEditor();

    refused(mark("unknown", MASK), 404, "customId");
    refused(mark(token, "bm8gcGljdHVyZQ=="), 400, "picture");
    assertThat(mark(token, MASK).statusCode()).isEqualTo(200);
    refused(mark(token, MASK), 404, "customId");

    // then the result replies to the message of the button, and what was sent is in the ledger
    var ended = last(job);
    await("the final").until(() -> history().size() == 3);
    assertThat(history().path(0).path("content").asString())
        .startsWith("**a gold hat --v 7.0** - Variations (Region) by ");
    assertThat(history().path(0).at("/message_reference/message_id").asString()).isEqualTo(message);
    assertThat(ended.path("prompt").asString()).isEqualTo("a gold hat");
    var sent = control.ledger("INTERACTION").getLast();
    assertThat(sent.path("type").asInt()).isEqualTo(5);
    assertThat(sent.path("customId").asString()).isEqualTo("MJ::iframe::" + token);
    assertThat(sent.path("picture").asString()).startsWith("mask-");
  }

  private HttpResponse<String> mark(String token, String mask) {
    return mark(token, mask, Duration.ofSeconds(10));
  }

  private HttpResponse<String> mark(String token, String mask, Duration patience) {
    return control.send(
        "POST",
        "/.proxy/inpaint/api/submit-job",
        null,
        """
        {"username":"0","userId":"0","customId":"%s","mask":"%s","prompt":"a gold hat","full_prompt":null}"""
            .formatted(token, mask),
        patience);
  }

  @Test
  void theLedgerHasEveryTryToMarkARegion() {
    var token = openedEditor();
    mark(token, MASK);
    mark(token, MASK);

    assertThat(answers())
        .extracting(entry -> entry.path("outcome").asString())
        .containsExactly("200", "404");
    assertThat(answers())
        .extracting(entry -> entry.path("taken").asBoolean())
        .containsExactly(true, false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hang", "late"})
  void whatAFormIsFilledInWithCanBeLostOrLate(String kind) {
    // given a mishap for forms, which strikes no press
    order(kind);
    var form = open("MJ::CustomZoom::%s");
    var filledIn =
        filledIn(
            control.channel(),
            form.path("id").asString(),
            form.path("custom_id").asString(),
            fieldOf(form),
            "a gold robot");

    // when it is sent by somebody who does not wait
    interactAndLeave(account, filledIn);

    isLostOrLate(kind);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hang", "late"})
  void aMarkedRegionCanBeLostOrLate(String kind) {
    order(kind);
    var token = openedEditor();

    assertThatThrownBy(() -> mark(token, MASK, Duration.ofMillis(300)))
        .isInstanceOf(UncheckedIOException.class);

    isLostOrLate(kind);
  }

  private void order(String kind) {
    var fault =
        "{\"on\":\"forms\",\"kind\":\"%s\",\"account\":\"%s\"}".formatted(kind, account.id());
    Control.expect(201, control.send("POST", "/control/faults", null, fault));
  }

  private String openedEditor() {
    pressOn(message, "MJ::Inpaint::1::" + job + "::SOLO");
    var page = session.await("INTERACTION_IFRAME_MODAL_CREATE", 1).getFirst();
    return page.path("custom_id").asString().replace("MJ::iframe::", "");
  }

  private List<JsonNode> answers() {
    return control.ledger(entry -> entry.path("type").asInt(0) == 5 && isInteraction(entry));
  }

  private static boolean isInteraction(JsonNode entry) {
    return has("kind", "INTERACTION").test(entry);
  }

  private void isLostOrLate(String kind) {
    assertThat(awaitLedger("FAULT", 1))
        .extracting(entry -> entry.path("outcome").asString())
        .containsExactly(kind);
    if (kind.equals("hang")) {
      await("it is noted").until(() -> answers().size() == 1);
    } else {
      assertThat(answers()).isEmpty();
    }

    control.send("DELETE", "/control/faults", null, null);

    if (kind.equals("late")) {
      last(job);
    }
    assertThat(answers())
        .extracting(entry -> entry.path("taken").asBoolean())
        .containsExactly(kind.equals("late"));
  }

  @Test
  void withoutRemixNothingIsAsked() {
    control.send("PATCH", "/control/accounts/" + account.id(), null, "{\"remix\":false}");

    pressOn(message, "MJ::JOB::low_variation::1::" + job + "::SOLO");

    last(job);
    assertThat(session.events("INTERACTION_MODAL_CREATE")).isEmpty();
  }
}
