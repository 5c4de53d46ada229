package easel.worker.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import easel.common.id.JobId;
import easel.common.message.FailReason;
import easel.common.message.JobEnd;
import easel.worker.claim.ClaimState;
import easel.worker.claim.Threads;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.logging.LogLevel;

/// Stories in which a promise was broken once, told on purpose: nothing goes wrong in them by
/// chance.
class FoundStoriesTests {
  @RegisterExtension static final Quiet QUIET = new Quiet(LogLevel.ERROR);

  private static final int CHANCES = 30;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aJobThatIsEndedBeforeItsAccountIsLoadedHoldsUpNoOther(long seed) {
    // given more jobs than their account takes at once, whose worker dies
    var scene = new Scene(seed);
    var first = scene.cell.startWorker();
    scene.pass(Duration.ofSeconds(3));
    var jobs = scene.handOver(scene.account().limit() + 2);
    scene.pass(Duration.ofMillis(300));
    first.kill();

    // when the next cannot load the account at once, and the last job is cancelled meanwhile
    scene.cell.loseAnswer(Threads.class);
    scene.cell.startWorker();
    scene.pass(Duration.ofMillis(350));
    scene.cancel(jobs.getLast());
    scene.pass(Duration.ofSeconds(2));
    var later = scene.handOver(1).getFirst();
    scene.pass(Duration.ofSeconds(90));

    // then what comes behind it is sent
    assertThat(scene.cell.told).containsKey(later);
    assertThat(scene.cell.told.keySet()).containsAll(jobs);
  }

  @ParameterizedTest
  @ValueSource(ints = {9_000, 10_000, 10_500, 11_000, 11_500})
  void aSenderThatDiesDuringADoubtIsWaitedForAnew(int pausedMillis) {
    for (long seed = 0; seed < CHANCES; seed++) {
      // given a worker that stands still in the midst of a send, until another has its account,
      // whose commands are known to begin in public
      var scene = new Scene(seed);
      var sender = scene.cell.startWorker();
      scene.pass(Duration.ofSeconds(3));
      scene.handOver(1);
      scene.pass(Duration.ofSeconds(20));
      scene.cell.startWorker();
      scene.cell.discord.pauseNextSend(Duration.ofMillis(pausedMillis).toNanos());

      // when it wakes, sends, and dies at once
      scene.world.in(Duration.ofMillis(pausedMillis + 100).toNanos(), sender::kill);
      var job = scene.handOver(1).getFirst();
      scene.pass(Duration.ofSeconds(60));

      // then what it sent is found before anything is sent again
      assertThat(scene.cell.discord.ledger().stream().map(sent -> sent.job))
          .as("what was sent with seed %d", seed)
          .containsOnlyOnce(job);
    }
  }

  @Test
  void aJobWhoseEndIsNotWrittenYetIsNotTakenUpAgain() {
    for (long seed = 0; seed < CHANCES; seed++) {
      // given a job that is sent and ends while PostgreSQL is away
      var scene = new Scene(seed);
      scene.cell.startWorker();
      scene.pass(Duration.ofSeconds(3));
      scene.handOver(1);
      scene.pass(Duration.ofSeconds(20));
      var job = scene.handOver(1).getFirst();
      scene.pass(Duration.ofMillis(15));
      scene.cell.loseDatabase(Duration.ofSeconds(4).toNanos());

      // when somebody asks about it just as PostgreSQL is back
      scene.pass(Duration.ofMillis(3_990 + 16 * seed));
      scene.cancel(job);
      scene.pass(Duration.ofSeconds(10));
      var later = scene.handOver(1).getFirst();
      scene.pass(Duration.ofSeconds(60));

      // then it is over, and what comes behind it is sent
      assertThat(scene.cell.told).as("what was told with seed %d", seed).containsKeys(job, later);
      assertThat(scene.cell.tables.openClaims()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aPictureThatTheFormerOwnerHeardIsNotThatOfTheNextOnesJob(long seed) {
    // given a job whose picture was heard by its worker, but is still on its way to another
    var scene = new Scene(seed);
    var next = scene.cell.startWorker();
    scene.pass(Duration.ofSeconds(3));
    scene.handOver(1);
    scene.pass(Duration.ofSeconds(20));
    var owner = scene.cell.startWorker();
    scene.pass(Duration.ofSeconds(3));
    scene.cell.discord.lag(next, Duration.ofSeconds(5).toNanos());
    var job = scene.handOver(1).getFirst();
    while (!scene.cell.told.containsKey(job)) {
      scene.pass(Duration.ofMillis(10));
    }

    // when that one has the account, and sends into the same thread
    owner.kill();
    scene.handOver(1);
    scene.pass(Duration.ofSeconds(60));

    // then each has its own picture
    new Judge(scene.cell).judge(true);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whatIsTypedWhileACommandIsRefusedIsNotThatCommand(long seed) {
    var scene = new Scene(seed);
    scene.cell.startWorker();
    scene.pass(Duration.ofSeconds(3));
    scene.handOver(1);
    scene.pass(Duration.ofSeconds(20));

    scene.cell.discord.refuseNextSendBesideATypedOne();
    var job = scene.handOver(1).getFirst();
    scene.pass(Duration.ofSeconds(60));

    // then it is sent once Discord lets it, and has its own picture
    assertThat(scene.cell.discord.ledger().stream().map(sent -> sent.job)).containsOnlyOnce(job);
    new Judge(scene.cell).judge(true);
  }

  @Test
  void aSendInDoubtBesideATypedOneIsNotMadeAgain() {
    for (long seed = 0; seed < CHANCES; seed++) {
      // given a job that was taken, whose worker dies before it hears so, on an account whose
      // commands are known to begin in public
      var scene = new Scene(seed);
      scene.cell.discord.beginInPublic();
      var worker = scene.cell.startWorker();
      scene.pass(Duration.ofSeconds(3));
      scene.handOver(1);
      scene.pass(Duration.ofSeconds(20));
      var before = scene.cell.discord.ledger().size();
      var job = scene.handOver(1).getFirst();
      scene.passUntil(() -> scene.cell.discord.ledger().size() > before);
      worker.kill();

      // when the owner of its account types in its thread, and both are drawn before anybody looks
      scene.cell.discord.typeBesideTheLast();
      scene.pass(Duration.ofSeconds(12));
      scene.cell.startWorker();
      scene.pass(Duration.ofSeconds(90));

      // then neither picture is taken for its own, and it is not sent again
      assertThat(scene.cell.discord.ledger().stream().map(sent -> sent.job))
          .as("what was sent with seed %d", seed)
          .containsOnlyOnce(job);
      assertThat(scene.cell.told.get(job).getFirst())
          .as("what was told with seed %d", seed)
          .isInstanceOfSatisfying(
              JobEnd.Failed.class,
              failed -> {
                assertThat(failed.reason()).isEqualTo(FailReason.NO_ANSWER);
                assertThat(failed.sent()).isNotEqualTo(false);
              });
    }
  }

  @Test
  void aJobWhoseClaimWasNotAnsweredIsSentOnceHoweverOftenItIsTriedAgain() {
    for (long seed = 0; seed < CHANCES; seed++) {
      // given a job that is claimed and begun, which its worker is not told
      var scene = begunUntold(seed);
      var job = scene.handOver(1).getFirst();
      scene.passUntil(() -> !scene.cell.tables.openClaims().isEmpty());
      assertThat(scene.cell.tables.openClaims().getFirst().state()).isEqualTo(ClaimState.SENDING);

      // when PostgreSQL is away, so that later attempts are not answered either
      scene.cell.loseDatabase(Duration.ofSeconds(3).toNanos());
      scene.pass(Duration.ofSeconds(30));

      drawnOnce(scene, job, seed);
    }
  }

  @Test
  void aQuestionAboutAJobWhoseClaimWasNotAnsweredDoesNotKeepItFromBeingSent() {
    for (long seed = 0; seed < CHANCES; seed++) {
      // given a job that is claimed and begun, which its worker is not told
      var scene = begunUntold(seed);
      var job = scene.handOver(1).getFirst();
      scene.passUntil(() -> !scene.cell.tables.openClaims().isEmpty());
      assertThat(scene.cell.tables.openClaims().getFirst().state()).isEqualTo(ClaimState.SENDING);

      // when somebody asks about it before its worker tries again
      scene.ask(job);
      scene.pass(Duration.ofSeconds(30));

      drawnOnce(scene, job, seed);
    }
  }

  /// An account whose doubts are never sent again, and whose next claim is not answered.
  private static Scene begunUntold(long seed) {
    var scene = new Scene(seed);
    scene.cell.discord.beginHidden(scene.account().discordUser());
    scene.cell.startWorker();
    scene.pass(Duration.ofSeconds(3));
    scene.handOver(1);
    scene.pass(Duration.ofSeconds(20));
    scene.cell.tables.loseNextClaiming();
    return scene;
  }

  private static void drawnOnce(Scene scene, JobId job, long seed) {
    assertThat(scene.cell.discord.ledger().stream().map(sent -> sent.job))
        .as("what was sent with seed %d", seed)
        .containsOnlyOnce(job);
    assertThat(scene.cell.told.getOrDefault(job, List.of()))
        .as("what was told with seed %d", seed)
        .singleElement()
        .isInstanceOf(JobEnd.Done.class);
  }

  @Test
  void whatIsMissedWhileHistoryIsReadIsReadOnceMore() {
    var stories = 0;
    for (long seed = 0; seed < CHANCES; seed++) {
      // given a job whose history is read after its bot's session was lost, and takes long
      var scene = new Scene(seed);
      var worker = scene.cell.startWorker();
      scene.pass(Duration.ofSeconds(3));
      scene.handOver(1);
      scene.pass(Duration.ofSeconds(20));
      var before = scene.cell.discord.ledger().size();
      var job = scene.handOver(1).getFirst();
      scene.passUntil(() -> scene.cell.discord.ledger().size() > before);
      scene.cell.discord.holdHistories();
      scene.cell.discord.dropSession(worker);
      scene.passUntil(() -> scene.cell.discord.heldHistories() > 0);

      // when it is lost once more meanwhile, and what is missed is the picture
      scene.cell.discord.dropSession(worker);
      if (!scene.cell.discord.finishTheLast()) {
        continue;
      }
      stories++;
      scene.pass(Duration.ofSeconds(6));
      scene.cell.discord.releaseHistories();
      scene.pass(Duration.ofSeconds(2));

      // then nobody waits for the next look of itself
      assertThat(scene.cell.told.getOrDefault(job, List.of()))
          .as("what was told with seed %d", seed)
          .singleElement()
          .isInstanceOf(JobEnd.Done.class);
    }
    assertThat(stories).as("stories in which the picture was missed").isPositive();
  }

  @Test
  void whatIsTypedWhileNothingIsHeardIsNotTheJobsPicture() {
    var own = 0;
    for (long seed = 0; seed < 10 * CHANCES; seed++) {
      // given a job whose worker hears nothing from its send on
      var scene = new Scene(seed);
      if (scene.cell.discord.hidesStarts(scene.account().discordUser())) {
        continue; // what is typed there cannot be told from what was sent, whoever hears all
      }
      var worker = scene.cell.startWorker();
      scene.pass(Duration.ofSeconds(3));
      scene.handOver(1);
      scene.pass(Duration.ofSeconds(20));
      var before = scene.cell.discord.ledger().size();
      var job = scene.handOver(1).getFirst();
      scene.passUntil(() -> scene.cell.discord.ledger().size() > before);
      scene.cell.discord.dropSession(worker);

      // when the owner of its account types in its thread, and it may hear that alone
      scene.pass(Duration.ofMillis(200 + 700 * (seed % 5)));
      scene.cell.discord.typeBesideTheLast();
      scene.pass(Duration.ofSeconds(90));

      // then it has its own picture, or none where nobody can know
      new Judge(scene.cell).judge(true);
      if (scene.cell.told.get(job).getFirst() instanceof JobEnd.Done) {
        own++;
      }
    }
    assertThat(own).as("jobs that were told their pictures").isPositive();
  }
}
