package easel.worker.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import easel.common.id.JobId;
import easel.common.message.Command;
import easel.common.message.JobEnd;
import easel.common.message.Reply;
import easel.common.message.Reply.AccountState.AccountInfo;
import easel.common.message.Reply.AccountState.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
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
  @ValueSource(longs = {1, 2, 3})
  void whatElseTheAnswerSaysIsToldAtOnceAndAgain(long seed) {
    var scene = begun(seed, Mode.FAST);
    scene.pass(Duration.ofSeconds(10));
    assertThat(fastTimes(scene)).containsExactly("29/30.0 hours");

    // when it is asked for once more, and the mode is as before
    scene.cell.discord.typeMode(scene.account().discordUser(), Mode.FAST);
    scene.pass(Duration.ofSeconds(10));

    assertThat(fastTimes(scene)).containsExactly("29/30.0 hours", "28/30.0 hours");
    assertThat(lastState(scene).map(Reply.AccountState::info).map(AccountInfo::subscription))
        .hasValue("Pro (Active monthly)");
  }

  @Test
  void withoutTheSecondEarItIsNotKnown() {
    var scene = heardByABot(1, Mode.FAST);

    told(scene, scene.handOverOfAccount(1));

    assertThat(scene.cell.states).isNotEmpty().allMatch(state -> state.info() == null);
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
  void whatWasHeardHoldsWithoutTheSecondEarUntilAPictureSaysOtherwise(long seed) {
    var scene = begun(seed, Mode.RELAX);
    scene.pass(Duration.ofSeconds(10));
    assertThat(lastSaid(scene)).isEqualTo(Mode.RELAX);

    // when the second ear is switched off
    scene.switchSecondEarOff();
    var relaxed = scene.handOverOfAccount(JOBS);
    scene.passUntil(() -> scene.cell.told.keySet().containsAll(relaxed));
    assertThat(mostAtOnce(scene, relaxed)).isEqualTo(3);
    scene.cell.discord.drawIn(Mode.FAST);
    var jobs = scene.handOverOfAccount(JOBS);
    scene.passUntil(() -> scene.cell.told.keySet().containsAll(jobs));

    assertThat(lastSaid(scene)).isEqualTo(Mode.FAST);
    assertThat(mostAtOnce(scene, jobs)).isGreaterThan(3);
    assertThat(scene.cell.discord.infos()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whatItsPicturesSayIsNothingBesideTheSecondEar(long seed) {
    var scene = begun(seed, Mode.RELAX);
    scene.pass(Duration.ofSeconds(10));

    // when the mode changes and nobody is told
    scene.cell.discord.drawIn(Mode.FAST);
    areDone(scene, told(scene, scene.handOverOfAccount(2)));

    assertThat(said(scene)).containsExactly(Mode.RELAX);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void anAccountThatOnlyABotHearsRunsThreeAtOnceFromTheFirstRelaxedPictureOn(long seed) {
    var scene = heardByABot(seed, Mode.RELAX);
    assertThat(lastSaid(scene)).isNull();

    told(scene, scene.handOverOfAccount(1));
    assertThat(lastSaid(scene)).isEqualTo(Mode.RELAX);
    var jobs = told(scene, scene.handOverOfAccount(JOBS));

    areDone(scene, jobs);
    assertThat(mostAtOnce(scene, jobs)).isEqualTo(3);
    assertThat(scene.cell.discord.infos()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatWasSentBeforeAChangeOfTheModeDoesNotUndoIt(long seed) {
    var scene = heardByABot(seed, Mode.RELAX);
    told(scene, scene.handOverOfAccount(1));

    // when the mode changes while relaxed jobs are drawn, some of which are ready after later ones
    var jobs = scene.handOverOfAccount(2 * JOBS);
    scene.passUntil(() -> scene.cell.told.containsKey(jobs.getFirst()));
    scene.cell.discord.drawIn(Mode.FAST);
    told(scene, jobs);

    areDone(scene, jobs);
    assertThat(said(scene)).containsExactly(Mode.RELAX, Mode.FAST);
    assertThat(mostAtOnce(scene, jobs)).isGreaterThan(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--relax", "--turbo", "--oref https://example.org/a.png"})
  void aPictureWhosePromptChoseTheModeSaysNothing(String parameter) {
    var scene = heardByABot(1, Mode.TURBO);

    var job = scene.handOver(id -> new Command.Imagine("a red fox " + parameter + " " + id));

    areDone(scene, told(scene, List.of(job)));
    assertThat(said(scene)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theNextOwnerKnowsWhatAPictureSaid(long seed) {
    var scene = new Scene(seed);
    scene.limit(JOBS);
    scene.cell.discord.beginInPublic();
    scene.cell.discord.drawIn(Mode.RELAX);
    var first = scene.cell.startWorker();
    told(scene, scene.handOverOfAccount(1));
    scene.pass(Duration.ofSeconds(1));
    first.kill();

    var jobs = scene.handOverOfAccount(JOBS);
    scene.cell.startWorker();

    areDone(scene, told(scene, jobs));
    assertThat(mostAtOnce(scene, jobs)).isEqualTo(3);
  }

  private static Scene heardByABot(long seed, Mode mode) {
    var scene = new Scene(seed);
    scene.limit(JOBS);
    scene.cell.discord.beginInPublic();
    scene.cell.discord.drawIn(mode);
    scene.cell.startWorker();
    scene.pass(Duration.ofSeconds(3));
    return scene;
  }

  private static List<JobId> told(Scene scene, List<JobId> jobs) {
    scene.passUntil(() -> scene.cell.told.keySet().containsAll(jobs));
    return jobs;
  }

  /// The modes that were told of the account, each as often as it was a change.
  private static List<Mode> said(Scene scene) {
    var modes = new ArrayList<Mode>();
    for (var state : scene.cell.states) {
      var mode = state.mode();
      if (state.account().equals(scene.account().id())
          && mode != null
          && (modes.isEmpty() || modes.getLast() != mode)) {
        modes.add(mode);
      }
    }
    return modes;
  }

  /// How much fast time was said to remain, each as often as it was a change.
  private static List<String> fastTimes(Scene scene) {
    return scene.cell.states.stream()
        .flatMap(state -> Stream.ofNullable(state.info()))
        .distinct()
        .map(info -> String.valueOf(info.fastTimeRemaining()))
        .toList();
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
    return lastState(scene).map(Reply.AccountState::mode).orElse(null);
  }

  private static Optional<Reply.AccountState> lastState(Scene scene) {
    return scene.cell.states.stream()
        .filter(state -> state.account().equals(scene.account().id()))
        .reduce((_, last) -> last);
  }
}
