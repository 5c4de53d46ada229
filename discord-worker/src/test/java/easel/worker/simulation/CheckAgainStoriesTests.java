package easel.worker.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import easel.common.id.JobId;
import easel.common.message.JobEnd;
import easel.common.message.Reply;
import easel.common.message.Reply.AccountState.Remedy;
import easel.common.message.Reply.AccountState.Status;
import easel.worker.send.SendOutcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.logging.LogLevel;

/// An account that Discord refuses: it is tried again when its owner asks for it, and never
/// otherwise.
class CheckAgainStoriesTests {
  private static final String MISSING = "Discord answered 403, code 50013: Missing Permissions";

  @RegisterExtension static final Quiet QUIET = new Quiet(LogLevel.ERROR);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whatMayNotBeSentIsTriedOnceForEachTimeThatItsOwnerAsks(long seed) {
    var scene = begun(seed);
    scene.cell.discord.refuseSends(new SendOutcome.Forbidden(MISSING));

    var jobs = scene.handOver(2);
    scene.pass(Duration.ofMinutes(2));

    needsAttention(scene, MISSING, Remedy.CHECK_AGAIN, 1);

    // when its owner asks though nothing has changed
    scene.checkAgain();
    scene.pass(Duration.ofMinutes(2));

    needsAttention(scene, MISSING, Remedy.CHECK_AGAIN, 2);

    // when it has been put right
    scene.cell.discord.refuseSends(null);
    scene.pass(Duration.ofMinutes(1));
    needsAttention(scene, MISSING, Remedy.CHECK_AGAIN, 2);
    scene.checkAgain();
    scene.pass(Duration.ofMinutes(3));

    // then it goes on with the jobs that were refused
    isWell(scene, jobs);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whoTakesTheAccountOverTriesNothingUnasked(long seed) {
    var scene = begun(seed);
    scene.cell.discord.refuseSends(new SendOutcome.Forbidden(MISSING));
    var jobs = scene.handOver(1);
    scene.pass(Duration.ofSeconds(20));
    scene.checkAgain();
    scene.pass(Duration.ofSeconds(20));

    // when another worker follows
    scene.cell.livingWorkers().forEach(SimulatedWorker::kill);
    scene.cell.startWorker();
    scene.pass(Duration.ofMinutes(2));

    // then it knows for which try that was
    needsAttention(scene, MISSING, Remedy.CHECK_AGAIN, 2);
    scene.cell.discord.refuseSends(null);
    scene.checkAgain();
    scene.pass(Duration.ofMinutes(3));
    isWell(scene, jobs);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aDeadTokenIsNotTriedAgainBeforeThereIsAnother(long seed) {
    var scene = begun(seed);
    scene.cell.discord.refuseSends(new SendOutcome.TokenRefused());
    var jobs = scene.handOver(1);
    scene.pass(Duration.ofSeconds(20));

    scene.checkAgain();
    scene.pass(Duration.ofMinutes(2));

    needsAttention(scene, "Discord refused its token: set a new one", Remedy.NEW_TOKEN, 1);

    scene.cell.discord.refuseSends(null);
    scene.giveToken();
    scene.pass(Duration.ofMinutes(3));
    isWell(scene, jobs);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aTokenThatIsGivenAgainEndsWhatACheckWouldEnd(long seed) {
    var scene = begun(seed);
    scene.cell.discord.refuseSends(new SendOutcome.Forbidden(MISSING));
    var jobs = scene.handOver(1);
    scene.pass(Duration.ofSeconds(20));
    needsAttention(scene, MISSING, Remedy.CHECK_AGAIN, 1);

    scene.cell.discord.refuseSends(null);
    scene.giveToken();
    scene.pass(Duration.ofMinutes(3));

    isWell(scene, jobs);
  }

  private static Scene begun(long seed) {
    var scene = new Scene(seed);
    scene.unlinkOthers();
    scene.cell.startWorker();
    scene.pass(Duration.ofSeconds(3));
    return scene;
  }

  /// So many requests were refused, and no job has ended.
  private static void needsAttention(Scene scene, String why, Remedy remedy, int refused) {
    assertThat(scene.cell.discord.refused()).isEqualTo(refused);
    assertThat(lastSaid(scene))
        .satisfies(
            state -> {
              assertThat(state.status()).isEqualTo(Status.NEEDS_ATTENTION);
              assertThat(state.attention()).isEqualTo(why);
              assertThat(state.remedy()).isEqualTo(remedy);
            });
    assertThat(scene.cell.discord.ledger()).isEmpty();
    assertThat(scene.cell.told).isEmpty();
  }

  private static void isWell(Scene scene, List<JobId> jobs) {
    assertThat(lastSaid(scene))
        .satisfies(
            state -> {
              assertThat(state.status()).isEqualTo(Status.READY);
              assertThat(state.remedy()).isNull();
            });
    assertThat(scene.cell.discord.ledger()).extracting(sent -> sent.job).isEqualTo(jobs);
    for (var job : jobs) {
      assertThat(scene.cell.told.get(job)).first().isInstanceOf(JobEnd.Done.class);
    }
  }

  private static Reply.AccountState lastSaid(Scene scene) {
    return scene.cell.states.stream()
        .filter(state -> state.account().equals(scene.account().id()))
        .reduce((_, later) -> later)
        .orElseThrow();
  }
}
