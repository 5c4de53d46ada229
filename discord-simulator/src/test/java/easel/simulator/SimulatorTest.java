package easel.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import tools.jackson.databind.JsonNode;

/// A simulator of its own for each test, which does everything quickly.
abstract class SimulatorTest {
  protected final Simulator simulator = Simulator.start(SimulatorSettings.forTests());
  protected final Control control = new Control(simulator.url());

  @BeforeEach
  void quickly() {
    control.settings(
        """
        {"waitingMs":10,"jobMs":60,"upscaleMs":30,"progressSteps":2,"deleteMs":5,"identifyWindowMs":0}""");
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  protected PersonClient session(Control.Account account) {
    var session = PersonClient.loggedIn(simulator.url(), account.token());
    session.await("READY", 1);
    return session;
  }

  protected List<JsonNode> awaitLedger(String kind, int count) {
    Awaitility.await(count + " times " + kind).until(() -> control.ledger(kind).size() >= count);
    return control.ledger(kind);
  }

  protected JsonNode finished(Control.Account account, String prompt) {
    var before = control.ledger("JOB_ENDED").size();
    assertThat(control.imagine(account, control.channel(), prompt).statusCode()).isEqualTo(204);
    return awaitLedger("JOB_ENDED", before + 1).getLast();
  }

  /// Sends an interaction, and is gone before it is answered.
  protected void interactAndLeave(Control.Account account, String json) {
    assertThatThrownBy(
            () ->
                control.send(
                    "POST", "/api/v10/interactions", account.token(), json, Duration.ofMillis(300)))
        .isInstanceOf(UncheckedIOException.class);
  }

  protected static Predicate<JsonNode> has(String field, String value) {
    return json -> json.path(field).asString("").equals(value);
  }

  protected JsonNode history() {
    return Control.read(
        control.send(
            "GET",
            "/api/v10/channels/" + control.channel() + "/messages?limit=100",
            "Bot " + simulator.botToken(),
            null));
  }
}
