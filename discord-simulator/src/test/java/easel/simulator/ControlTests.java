package easel.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import easel.simulator.midjourney.Trigger;
import easel.simulator.settings.Option;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// What tests and demonstrations rely on.
class ControlTests extends SimulatorTest {
  @Test
  void anUnknownSettingIsRefusedWithTheKnownOnes() {
    var answer = control.send("PATCH", "/control/settings", null, "{\"jobMillis\":1}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("jobMillis", "jobMs", "waitingMs");
  }

  @Test
  void oneAccountMayBehaveUnlikeTheOthers() {
    var slow = control.account("{}");
    control.send("PATCH", "/control/settings?account=" + slow.id(), null, "{\"jobMs\":60000}");
    control.imagine(slow, control.channel(), "slow");

    finished(control.account("{}"), "quick");

    assertThat(control.get("/control/settings?account=" + slow.id()).path("jobMs").asInt())
        .isEqualTo(60_000);
    assertThat(control.get("/control/settings?account=" + slow.id()).path("waitingMs").asInt())
        .isEqualTo(10);
    assertThat(control.get("/control/jobs").path("jobs")).hasSize(1);
  }

  @Test
  void theLedgerIsReadPageByPage() {
    finished(control.account("{}"), "a cat");
    await("all of the job").until(() -> control.ledger("MESSAGE").size() == 3);
    var all = control.get("/control/ledger").path("entries");

    var second = control.get("/control/ledger?after=1&limit=2");

    assertThat(second.path("entries")).hasSize(2);
    assertThat(second.path("entries").path(0)).isEqualTo(all.path(1));
    assertThat(second.path("last").asLong()).isEqualTo(3);
    assertThat(all)
        .extracting(entry -> entry.path("kind").asString())
        .containsExactly(
            "INTERACTION", "JOB_RUNNING", "MESSAGE", "JOB_ENDED", "MESSAGE", "MESSAGE");
  }

  @Test
  void theLedgerCanBeFollowed() throws Exception {
    var stream = URI.create(simulator.url() + "/control/ledger/stream?after=0").toURL();
    try (var lines =
        new BufferedReader(new InputStreamReader(stream.openStream(), StandardCharsets.UTF_8))) {
      control.imagine(control.account("{}"), control.channel(), "a cat");

      assertThat(lines.readLine()).contains("\"kind\":\"INTERACTION\"", "\"prompt\":\"a cat\"");
      assertThat(lines.readLine()).contains("\"kind\":\"JOB_RUNNING\"");
    }
  }

  @Test
  void aPictureCanBeHadAlsoWhenItsLinkIsDead() {
    control.settings("{\"pictureLifeMs\":1000}");
    var link = finished(control.account("{}"), "a cat").path("picture").asString();
    var drawn = control.download(link);
    await("the link is dead")
        .until(() -> control.send("GET", link, null, null).statusCode() == 404);

    var name = link.replaceFirst("[?].*", "").replaceFirst(".*/", "");
    assertThat(control.download(simulator.url() + "/control/pictures?name=" + name))
        .isEqualTo(drawn);
    assertThat(control.send("GET", "/control/pictures", null, null).statusCode()).isEqualTo(400);
  }

  @Test
  void everythingBeginsAnew() {
    finished(control.account("{}"), "a cat");

    control.send("DELETE", "/control/state", null, null);

    var fresh = new Control(simulator.url());
    assertThat(fresh.channel()).isNotEqualTo(control.channel());
    assertThat(fresh.get("/control/world").path("accounts")).isEmpty();
    assertThat(fresh.get("/control/ledger").path("entries")).isEmpty();
    assertThat(fresh.get("/control/settings").path("jobMs").asInt()).isEqualTo(8000);
    fresh.settings("{\"jobMs\":50,\"waitingMs\":5}");
    fresh.imagine(fresh.account("{}"), fresh.channel(), "a dog");
    await().until(() -> fresh.ledger("JOB_ENDED").size() == 1);
  }

  @Test
  void aPersonImaginesByHand() {
    var account = control.account("{}");

    control.post(
        "/control/accounts/" + account.id() + "/type",
        "{\"channelId\":\"" + control.channel() + "\",\"prompt\":\"by hand\"}");

    awaitLedger("JOB_ENDED", 1);
    assertThat(control.ledger("INTERACTION").getFirst().path("detail").asString())
        .isEqualTo("by hand");
  }

  @Test
  void theReadmeNamesEverySettingAndEveryTriggerWord() throws Exception {
    var readme = Files.readString(Path.of("README.md"));

    assertThat(Option.values()).allSatisfy(o -> assertThat(readme).contains(o.key()));
    assertThat(Trigger.values())
        .flatExtracting(Trigger::words)
        .allSatisfy(word -> assertThat(readme).contains(word));
  }
}
