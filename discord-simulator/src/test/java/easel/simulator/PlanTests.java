package easel.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// How many jobs an account may run, and what becomes of those beyond.
class PlanTests extends SimulatorTest {
  @BeforeEach
  void nothingFinishes() {
    control.post("/control/hold", "{}");
  }

  private void imagine(Control.Account account, int times, String more) {
    for (var n = 1; n <= times; n++) {
      var answer = control.imagine(account, control.channel(), "number " + n + more);
      assertThat(answer.statusCode()).isEqualTo(204);
    }
  }

  @ParameterizedTest
  @CsvSource({"BASIC,3,7", "STANDARD,3,7", "PRO,12,10", "MEGA,12,10"})
  void jobsBeyondThePlansPlacesWaitAndBeyondTheLineAreRefused(String plan, int runs, int waits) {
    control.settings("{\"rateLimits\":false}");
    var account = control.account("{\"plan\":\"" + plan + "\"}");
    try (var session = session(account)) {
      imagine(account, runs + waits + 2, "");

      assertThat(control.ledger("JOB_RUNNING")).hasSize(runs);
      assertThat(control.ledger("JOB_WAITING")).hasSize(waits);
      assertThat(control.ledger("JOB_REFUSED")).hasSize(2);
      await("the person to be told")
          .untilAsserted(
              () -> {
                assertThat(titles(session, "Job queued")).hasSize(waits);
                assertThat(titles(session, "Queue full")).hasSize(2);
              });
      assertThat(titles(session, "Job queued"))
          .allSatisfy(
              message -> {
                assertThat(message.path("flags").asInt()).isEqualTo(64);
                assertThat(message.path("embeds").path(0).path("color").asInt())
                    .isEqualTo(16776960);
                assertThat(message.path("embeds").path(0).path("footer").path("text").asString())
                    .startsWith("/imagine number ");
              });
    }
  }

  private static List<JsonNode> titles(PersonClient session, String title) {
    return session.events("MESSAGE_CREATE").stream()
        .filter(message -> has("title", title).test(message.path("embeds").path(0)))
        .toList();
  }

  @Test
  void theNextInLineBeginsWhenOneEnds() {
    var account = control.account("{\"plan\":\"BASIC\"}");
    imagine(account, 5, "");
    await("all three to be held").until(() -> held() == 3);

    control.post("/control/release", "{\"count\":1}");

    var ended = awaitLedger("JOB_ENDED", 1).getFirst();
    var running = awaitLedger("JOB_RUNNING", 4).getLast();
    assertThat(ended.path("prompt").asString()).isEqualTo("number 1");
    assertThat(running.path("prompt").asString()).isEqualTo("number 4");
    assertThat(running.path("seq").asLong()).isGreaterThan(ended.path("seq").asLong());
  }

  private long held() {
    var states = new ArrayList<String>();
    control
        .get("/control/jobs")
        .path("jobs")
        .forEach(job -> states.add(job.path("state").asString()));
    return states.stream().filter("HELD"::equals).count();
  }

  @Test
  void onlyThreeRunRelaxedWhateverThePlan() {
    var account = control.account("{\"plan\":\"PRO\"}");

    imagine(account, 5, " --relax");

    assertThat(control.ledger("JOB_RUNNING")).hasSize(3);
    assertThat(control.ledger("JOB_WAITING")).hasSize(2);
  }

  @Test
  void oneCommandMayStartManyJobs() {
    control.send("POST", "/control/release", null, "{}");
    var account = control.account("{\"plan\":\"PRO\"}");

    control.imagine(account, control.channel(), "a {red, green} bird --r 2");

    awaitLedger("JOB_ENDED", 4);
    assertThat(history())
        .extracting(message -> message.path("content").asString().replaceAll(" - .*", ""))
        .containsOnly("**a red bird --v 7.0**", "**a green bird --v 7.0**");
  }

  @Test
  void moreThanThePlanAllowsAtOnceIsRefused() {
    var account = control.account("{\"plan\":\"BASIC\"}");

    control.imagine(account, control.channel(), "a bird --repeat 5");

    assertThat(awaitLedger("JOB_REFUSED", 1).getFirst().path("detail").asString())
        .isEqualTo("Invalid parameter");
  }
}
