package easel.worker.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import easel.common.id.JobId;
import easel.common.message.JobEnd;
import easel.common.message.Reply;
import easel.common.message.Reply.AccountState.Mode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.logging.LogLevel;

/// Accounts whose own mode is not known before Midjourney is asked for it.
class ModeStoriesTests {
  private static final int JOBS = 10;

  @RegisterExtension static final Quiet QUIET = new Quiet(LogLevel.ERROR);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void anAccountThatDrawsRelaxedRunsThreeAtOnceFromTheFirstJobOn(long seed) {
    var scene = begun(seed, Mode.RELAX);

    var jobs = scene.handOverOfAccount(JOBS);
    scene.passUntil(() -> scene.cell.told.keySet().containsAll(jobs));

    areDone(scene, jobs);
    assertThat(mostAtOnce(scene, jobs)).isEqualTo(3);
    assertThat(lastSaid(scene)).isEqualTo(Mode.RELAX);
    assertThat(scene.cell.discord.infos()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void itRunsMoreOnceItsOwnerHasSwitchedToFast(long seed) {
    var scene = begun(seed, Mode.RELAX);
    scene.pass(Duration.ofSeconds(10));
    assertThat(lastSaid(scene)).isEqualTo(Mode.RELAX);

    scene.cell.discord.typeMode(scene.account().discordUser(), Mode.FAST);
    scene.pass(Duration.ofSeconds(10));

    assertThat(lastSaid(scene)).isEqualTo(Mode.FAST);
    var jobs = scene.handOverOfAccount(JOBS);
    scene.passUntil(() -> scene.cell.told.keySet().containsAll(jobs));
    areDone(scene, jobs);
    assertThat(mostAtOnce(scene, jobs)).isGreaterThan(3);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theNextOwnerKnowsItBeforeItHears(long seed) {
    var scene = new Scene(seed);
    scene.limit(JOBS);
    scene.switchSecondEarOn();
    scene.cell.discord.beginInPublic();
    scene.cell.discord.drawIn(Mode.RELAX);
    var first = scene.cell.startWorker();
    scene.pass(Duration.ofSeconds(10));
    first.kill();

    // when jobs are there before it listens
    var jobs = scene.handOverOfAccount(JOBS);
    scene.cell.startWorker();
    scene.passUntil(() -> scene.cell.told.keySet().containsAll(jobs));

    areDone(scene, jobs);
    assertThat(mostAtOnce(scene, jobs)).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whatNobodyHearsIsNotAskedForNorKeptAsKnown(long seed) {
    var scene = begun(seed, Mode.RELAX);
    scene.pass(Duration.ofSeconds(10));
    assertThat(lastSaid(scene)).isEqualTo(Mode.RELAX);

    // when the second ear is switched off
    scene.switchSecondEarOff();
    scene.cell.discord.drawIn(Mode.FAST);
    var jobs = scene.handOverOfAccount(JOBS);
    scene.passUntil(() -> scene.cell.told.keySet().containsAll(jobs));

    assertThat(lastSaid(scene)).isNull();
    assertThat(mostAtOnce(scene, jobs)).isGreaterThan(3);
    assertThat(scene.cell.discord.infos()).isEqualTo(1);
  }

  private static Scene begun(long seed, Mode mode) {
    var scene = new Scene(seed);
    scene.limit(JOBS);
    scene.switchSecondEarOn();
    scene.cell.discord.beginInPublic();
    scene.cell.discord.drawIn(mode);
    scene.cell.startWorker();
    scene.pass(Duration.ofSeconds(3));
    return scene;
  }

  private static void areDone(Scene scene, List<JobId> jobs) {
    for (var job : jobs) {
      assertThat(scene.cell.told).containsKey(job);
      assertThat(scene.cell.told.get(job).getFirst()).isInstanceOf(JobEnd.Done.class);
    }
  }

  private static long mostAtOnce(Scene scene, List<JobId> jobs) {
    var sent =
        scene.cell.discord.ledger().stream().filter(entry -> jobs.contains(entry.job)).toList();
    return sent.stream()
        .mapToLong(
            one ->
                sent.stream()
                    .filter(other -> other.takenAt <= one.takenAt && one.takenAt < other.overAt)
                    .count())
        .max()
        .orElseThrow();
  }

  private static @Nullable Mode lastSaid(Scene scene) {
    return scene.cell.states.stream()
        .filter(state -> state.account().equals(scene.account().id()))
        .reduce((_, last) -> last)
        .map(Reply.AccountState::mode)
        .orElse(null);
  }
}
