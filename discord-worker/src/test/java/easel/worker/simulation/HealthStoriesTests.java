package easel.worker.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import easel.common.message.Reply.AccountState;
import easel.common.message.Reply.AccountState.Status;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.logging.LogLevel;

/// What is said of an account whose bot has lost its gateway. It is told every 30 s in any case.
class HealthStoriesTests {
  @RegisterExtension static final Quiet QUIET = new Quiet(LogLevel.ERROR);

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 20, 29})
  void anAccountIsReadyForHalfAMinuteAfterItsGatewayIsLost(int second) {
    var scene = new Scene(second);
    scene.unlinkOthers();
    var worker = scene.cell.startWorker();
    scene.passUntil(() -> said(scene).contains(Status.READY));

    // when it is lost, so many seconds after the account was told of
    scene.pass(Duration.ofSeconds(second));
    int before = said(scene).size();
    scene.cell.discord.dropSession(worker, Duration.ofMinutes(2).toNanos());

    // then whatever is told in that time says so, and the first word after it does not
    scene.pass(Duration.ofMillis(29_900));
    assertThat(said(scene).subList(before, said(scene).size()))
        .isNotEmpty()
        .containsOnly(Status.READY);
    scene.pass(Duration.ofMillis(200));
    assertThat(said(scene)).last().isEqualTo(Status.CONNECTING);
  }

  private static List<Status> said(Scene scene) {
    return scene.cell.states.stream().map(AccountState::status).toList();
  }
}
