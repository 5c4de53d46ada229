package easel.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Every text that Midjourney sends is one that readers of the real one know, and only one.
class TextTests extends SimulatorTest {
  private static final String P = "\\*\\*(?<prompt>.*)\\*\\*";
  private static final String U = "<@!?(?<user>\\d+)>";
  private static final String M = "\\((?<mode>fast|relaxed|turbo)(?:, (?<stealth>stealth))?\\)";
  private static final String W =
      "(?: \\[[^\\]]*\\]\\(<?[^)\\s]*>?\\)| \\([^()]*website[^()]*\\))?";
  private static final String LABEL = "(?:(?<label>[A-Z][A-Za-z ]*(?: \\([A-Za-z0-9]+\\))?) by )?";
  private static final Map<String, Pattern> PATTERNS = new LinkedHashMap<>();

  static {
    pattern(
        "waiting",
        "^(?:(?<verb>Upscaling|Making variations for|Rerolling)(?: image #(?<n>\\d) with(?: prompt)?)? )?"
            + P
            + " - "
            + LABEL
            + U
            + " \\(Waiting to start\\)$");
    pattern(
        "progress", "^" + P + " - " + LABEL + U + " \\((?<percent>\\d{1,3})%\\)(?: " + M + ")?$");
    pattern("grid", "^" + P + " - " + U + W + " " + M + "$");
    pattern("one of four", "^" + P + " - Image #(?<n>[1-4]) " + U + "$");
    pattern(
        "variation",
        "^"
            + P
            + " - (?<verb>Variations|Remix)(?: \\((?<kind>Strong|Subtle|Region)\\))? by "
            + U
            + W
            + " "
            + M
            + "$");
    pattern("zoom", "^" + P + " - Zoom Out by " + U + W + " " + M + "$");
    pattern("pan", "^" + P + " - Pan (?<kind>Left|Right|Up|Down) by " + U + W + " " + M + "$");
    pattern(
        "upscale",
        "^"
            + P
            + " - Upscaled(?: \\((?<kind>Subtle|Creative|2x|4x|Light|Beta|Max)\\))? by "
            + U
            + W
            + " "
            + M
            + "$");
    pattern("stopped", "^" + P + " - .*" + U + ".* \\((?:Stopped|paused)\\)(?: " + M + ")?$");
  }

  private static void pattern(String name, String regex) {
    PATTERNS.put(name, Pattern.compile(regex, Pattern.DOTALL));
  }

  private static List<String> kindsOf(String text) {
    return PATTERNS.entrySet().stream()
        .filter(entry -> entry.getValue().matcher(text).find())
        .map(Map.Entry::getKey)
        .toList();
  }

  @Test
  void everyTextIsOfOneKnownKind() {
    control.settings("{\"pressProgress\":\"public\"}");
    var account = control.account("{\"plan\":\"MEGA\"}");
    try (var session = session(account)) {
      // when every kind of job is done, one is stopped, and some are done with other options
      var grid = finished(account, "a tin robot");
      press(account, grid, "MJ::JOB::reroll::0::%s::SOLO");
      press(account, grid, "MJ::JOB::variation::3::%s");
      var one = press(account, grid, "MJ::JOB::upsample::2::%s");
      for (var button :
          List.of(
              "MJ::JOB::low_variation::1::%s::SOLO",
              "MJ::JOB::high_variation::1::%s::SOLO",
              "MJ::JOB::upsample_v7_2x_subtle::1::%s::SOLO",
              "MJ::JOB::upsample_v7_2x_creative::1::%s::SOLO",
              "MJ::Outpaint::50::1::%s::SOLO",
              "MJ::Outpaint::75::1::%s::SOLO",
              "MJ::JOB::pan_left::1::%s::SOLO",
              "MJ::JOB::pan_right::1::%s::SOLO",
              "MJ::JOB::pan_up::1::%s::SOLO",
              "MJ::JOB::pan_down::1::%s::SOLO")) {
        press(account, one, button);
      }
      control.settings("{\"websiteLink\":true}");
      control.send(
          "PATCH",
          "/control/accounts/" + account.id(),
          null,
          "{\"stealth\":true,\"mode\":\"relax\"}");
      press(account, one, "MJ::JOB::low_variation::1::%s::SOLO");
      finished(account, "a ** robot — with\n\n a link https://example.org/a.png --turbo");
      control.send("POST", "/control/hold", null, "{}");
      control.imagine(account, control.channel(), "to be stopped");
      session.await("MESSAGE_CREATE", 1);
      stopTheOpenJob(account);
      awaitLedger("JOB_ENDED", 17);

      // then each text is of one kind, and each kind has been seen
      var texts =
          session.payloads().stream()
              .filter(payload -> payload.path("t").asString("").startsWith("MESSAGE_"))
              .map(payload -> payload.path("d").path("content").asString(""))
              .filter(text -> !text.isEmpty())
              .distinct()
              .toList();
      assertThat(texts).allSatisfy(text -> assertThat(kindsOf(text)).as(text).hasSize(1));
      assertThat(texts.stream().flatMap(text -> kindsOf(text).stream()))
          .containsAll(PATTERNS.keySet());
      assertThat(texts)
          .anySatisfy(text -> assertThat(text).contains("(Open on website for full quality)"))
          .anySatisfy(text -> assertThat(text).endsWith("(relaxed, stealth)"))
          .anySatisfy(
              text ->
                  assertThat(text)
                      .matches(
                          "\\*\\*a \\*\\* robot -- with a link <https://s.mj.run/\\w{11}> --v 7.0\\*\\* - .*\\(turbo, stealth\\)"));
    }
  }

  private JsonNode press(Control.Account account, JsonNode ended, String button) {
    var before = control.ledger("JOB_ENDED").size();
    var answer =
        control.press(
            account,
            control.channel(),
            ended.path("finalMessageId").asString(),
            button.formatted(ended.path("job").asString()));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
    return awaitLedger("JOB_ENDED", before + 1).getLast();
  }

  private void stopTheOpenJob(Control.Account account) {
    Awaitility.await("the job to be held")
        .until(
            () ->
                control
                    .get("/control/jobs")
                    .path("jobs")
                    .path(0)
                    .path("state")
                    .asString("")
                    .equals("HELD"));
    var job = control.get("/control/jobs").path("jobs").path(0);
    control.press(
        account,
        control.channel(),
        job.path("messageId").asString(),
        "MJ::CancelJob::ByJobid::" + job.path("job").asString());
  }
}
