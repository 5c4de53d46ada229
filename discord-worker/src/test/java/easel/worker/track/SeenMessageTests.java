package easel.worker.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// A message is read from the JSON that Discord sends.
class SeenMessageTests {
  private static final String JOB = "0a1b2c3d-0000-4000-8000-00000000000a";
  private static final String OTHER = "0a1b2c3d-0000-4000-8000-00000000000b";

  @Test
  void aFinishedPressIsReadWithWhatItActedOn() {
    var seen =
        read(
            """
            {"id": "1001", "channel_id": "500", "guild_id": "1", "type": 19, "flags": 0,
             "author": {"id": "936929561302675456", "bot": true},
             "content": "**a** - Image #2 <@13>",
             "attachments": [{"filename": "me_a_%s.png", "url": "http://cdn/a.png"}],
             "components": [
               {"type": 1, "components": [
                 {"type": 2, "label": "Zoom Out 2x", "custom_id": "MJ::Outpaint::50::1::h::SOLO"},
                 {"type": 2, "style": 1, "emoji": {"name": "⬅️"}, "custom_id": "MJ::JOB::pan_left::1::h::SOLO"},
                 {"type": 2, "label": "Web", "url": "https://midjourney.com/jobs/h"}]}],
             "message_reference": {"message_id": "900", "channel_id": "500"}}
            """
                .formatted(JOB));

    assertThat(seen.id()).isEqualTo(1001);
    assertThat(seen.channel()).isEqualTo(500);
    assertThat(seen.reference()).isEqualTo(900);
    assertThat(seen.finishedJob()).hasValue(JOB);
    assertThat(seen.cancellableJob()).isEmpty();
    // then a link, which nobody can press for a customer, is left out
    assertThat(seen.buttons())
        .containsExactly(
            new SeenMessage.SeenButton("Zoom Out 2x", "MJ::Outpaint::50::1::h::SOLO", false),
            new SeenMessage.SeenButton("⬅️", "MJ::JOB::pan_left::1::h::SOLO", true));
  }

  @Test
  void aFirstAnswerNamesItsInvokerAndTheJobThatItsButtonCancels() {
    var seen =
        read(
            """
            {"id": "1001", "channel_id": "500", "type": 20, "flags": 64,
             "author": {"id": "936929561302675456"}, "content": "",
             "components": [{"type": 1, "components": [
               {"type": 2, "label": "Cancel Job", "custom_id": "MJ::CancelJob::ByJobid::%s"}]}],
             "interaction_metadata": {"user": {"id": "13"}, "interacted_message_id": "900"}}
            """
                .formatted(JOB));

    assertThat(seen.cancellableJob()).hasValue(JOB);
    assertThat(seen.invoker()).isEqualTo("13");
    assertThat(seen.pressed()).isEqualTo(900);
    assertThat(seen.isEphemeral()).isTrue();
  }

  @Test
  void aFirstAnswerSaysWhichCommandItAnswersAndWhetherItIsLoading() {
    var loading =
        read(
            """
            {"id": "1001", "channel_id": "500", "type": 20, "flags": 128,
             "author": {"id": "936929561302675456"}, "content": "",
             "interaction": {"id": "7", "type": 2, "name": "describe", "user": {"id": "13"}},
             "interaction_metadata": {"user": {"id": "13"}}}
            """);
    var done =
        read(
            """
            {"id": "1001", "channel_id": "500", "flags": 0,
             "embeds": [{"type": "rich", "description": "1️⃣ a fox",
               "image": {"url": "http://cdn/p.png"}}, {"title": "no description"}]}
            """);

    assertThat(loading.command()).isEqualTo("describe");
    assertThat(loading.isLoading()).isTrue();
    assertThat(done.command()).isNull();
    assertThat(done.isLoading()).isFalse();
    assertThat(done.embeds())
        .containsExactly(
            new SeenMessage.Embed("1️⃣ a fox"), new SeenMessage.Embed("no description", "", 0));
  }

  @Test
  void whatAnUpdateDoesNotSayStaysUnknown() {
    var seen = read("{\"id\": \"18446744073709551615\", \"channel_id\": \"500\"}");

    assertThat(Long.toUnsignedString(seen.id())).isEqualTo("18446744073709551615");
    assertThat(seen.author()).isNull();
    assertThat(seen.content()).isNull();
    assertThat(seen.reference()).isNull();
    assertThat(seen.attachments()).isEmpty();
    assertThat(seen.finishedJob()).isEmpty();
  }

  @Test
  void aPreviewNamesNoFinishedJob() {
    assertThat(showing(JOB + "_grid_0.webp").finishedJob()).isEmpty();
    assertThat(showing(JOB + "_0_step_4.jpeg").finishedJob()).isEmpty();
  }

  @Test
  void aJobIdInThePromptIsNotTheJobOfThePicture() {
    assertThat(showing("me_" + OTHER + "_" + JOB + ".png").finishedJob()).hasValue(JOB);
  }

  private static SeenMessage showing(String filename) {
    return read(
        "{\"id\": \"1\", \"channel_id\": \"2\", \"attachments\": [{\"filename\": \"%s\"}]}"
            .formatted(filename));
  }

  private static SeenMessage read(String json) {
    return SeenMessage.read(JsonMapper.shared().readValue(json, Map.class));
  }
}
