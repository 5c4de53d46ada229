package easel.api.mj;

import static org.assertj.core.api.Assertions.assertThat;

import easel.api.job.Job;
import easel.api.job.PublicUrl;
import easel.common.message.Command;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/// The task as it is fetched and as it is told to a `notifyHook`, at each point of a job's life.
class TaskTests {
  private static final JsonMapper JSON = new JsonMapper();
  private static final PublicUrl URLS = new PublicUrl("https://easel.example.org/", 8080);

  private static final String SAME =
      """
      "id":"0199c4a2-7c00-7000-8000-000000000001","action":"IMAGINE","prompt":"a fox --fast",\
      "promptEn":"a fox --fast","description":"/imagine a fox --fast","state":"order-5",\
      "submitTime":1795486018123\
      """;

  static Stream<Arguments> lives() {
    return Stream.of(
        Arguments.of(
            SomeJob.waiting(),
            """
            "status":"NOT_START","startTime":null,"finishTime":null,"imageUrl":null,
            "progress":"0%","failReason":null,"buttons":[],
            "properties":{"finalPrompt":"a fox --fast","finalZhPrompt":"","discordInstanceId":null,
              "reason":null,"sent":false}
            """),
        Arguments.of(
            SomeJob.running(0, null),
            """
            "status":"SUBMITTED","startTime":1795486019123,"finishTime":null,"imageUrl":null,
            "progress":"0%","failReason":null,"buttons":[],
            "properties":{"finalPrompt":"a fox --fast","finalZhPrompt":"","discordInstanceId":"42",
              "reason":null,"sent":true}
            """),
        Arguments.of(
            SomeJob.running(31, "https://x/p.webp"),
            """
            "status":"IN_PROGRESS","startTime":1795486019123,"finishTime":null,
            "imageUrl":"https://x/p.webp","progress":"31%","failReason":null,"buttons":[],
            "properties":{"finalPrompt":"a fox --fast","finalZhPrompt":"","discordInstanceId":"42",
              "reason":null,"sent":true}
            """),
        Arguments.of(
            SomeJob.done(),
            """
            "status":"SUCCESS","startTime":1795486019123,"finishTime":1795486079123,
            "imageUrl":"https://easel.example.org/pictures/t","progress":"100%","failReason":null,
            "buttons":[{"customId":"MJ::JOB::upsample::1::9d1c","emoji":"","label":"U1","type":2,
              "style":2}],
            "properties":{"finalPrompt":"a fox --fast","finalZhPrompt":"","discordInstanceId":"42",
              "reason":null,"sent":true}
            """),
        Arguments.of(
            SomeJob.failed("Midjourney was silent."),
            """
            "status":"FAILURE","startTime":1795486019123,"finishTime":1795486079123,
            "imageUrl":null,"progress":"31%","failReason":"Midjourney was silent.","buttons":[],
            "properties":{"finalPrompt":"a fox --fast","finalZhPrompt":"","discordInstanceId":"42",
              "reason":"TIMEOUT","sent":true}
            """),
        Arguments.of(
            SomeJob.failed(null),
            """
            "status":"FAILURE","startTime":1795486019123,"finishTime":1795486079123,
            "imageUrl":null,"progress":"31%","failReason":"TIMEOUT","buttons":[],
            "properties":{"finalPrompt":"a fox --fast","finalZhPrompt":"","discordInstanceId":"42",
              "reason":"TIMEOUT","sent":true}
            """),
        Arguments.of(
            SomeJob.cancelled(),
            """
            "status":"CANCEL","startTime":1795486019123,"finishTime":1795486079123,
            "imageUrl":null,"progress":"31%","failReason":"Cancelled.","buttons":[],
            "properties":{"finalPrompt":"a fox --fast","finalZhPrompt":"","discordInstanceId":"42",
              "reason":null,"sent":true}
            """));
  }

  @ParameterizedTest
  @MethodSource("lives")
  void isWhatClientsKnow(Job job, String expected) {
    var written = JSON.writeValueAsString(Task.of(job, URLS));
    assertThat(JSON.readTree(written)).isEqualTo(JSON.readTree("{" + SAME + "," + expected + "}"));
  }

  /// One client shows `promptEn`, one `description`, others one of the final prompts.
  @Test
  void wordsThatAreTheResultAreWhereverClientsLookForThem() {
    var texts = "1️⃣ a fox\n\n2️⃣ a hare";
    var described =
        Task.of(
            SomeJob.answered(new Command.Describe("https://x.org/a.png", null), null, texts), URLS);
    assertThat(described.action()).isEqualTo(Action.DESCRIBE);
    assertThat(described.prompt()).isEqualTo(texts);
    assertThat(described.promptEn()).isEqualTo(texts);
    assertThat(described.description()).isEqualTo(texts);
    assertThat(described.properties().finalPrompt()).isEqualTo(texts);
    assertThat(described.properties().finalZhPrompt()).isEqualTo(texts);
    assertThat(described.imageUrl()).isEqualTo("https://x.org/a.png");

    var shortened =
        Task.of(SomeJob.answered(new Command.Shorten("a long fox"), "a long fox", texts), URLS);
    assertThat(shortened.action()).isEqualTo(Action.SHORTEN);
    assertThat(shortened.prompt()).isEqualTo("a long fox");
    assertThat(shortened.promptEn()).isEqualTo(texts);
    assertThat(shortened.properties().finalZhPrompt()).isEqualTo(texts);
    assertThat(shortened.imageUrl()).isNull();
  }

  @Test
  void aPressNamesWhatItActsOn() {
    var task = Task.of(SomeJob.pressed("U2", "MJ::JOB::upsample::2::9d1c"), URLS);
    assertThat(task.action()).isEqualTo(Action.UPSCALE);
    assertThat(task.description()).isEqualTo("/up " + SomeJob.ID + " U2");
  }
}
