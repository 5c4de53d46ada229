package easel.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import easel.systemtests.promise.NothingLost;
import easel.systemtests.promise.NothingTwice;
import easel.systemtests.promise.OneEnd;
import easel.systemtests.promise.RightPicture;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Accounts whose trouble is over: what waited for them meanwhile is drawn, each job sent once.
@ExtendWith(TwoOfEach.class)
class RecoveryTests {
  private final Deployment easel;
  private final Simulator simulator;

  RecoveryTests(Deployment easel) {
    this.easel = easel;
    this.simulator = easel.simulator();
  }

  @BeforeEach
  void shortJobs() {
    simulator.set(Map.of("jobMs", 600, "waitingMs", 30));
  }

  @Test
  void aBotThatIsInvitedAgain() {
    // given an account that has drawn, and whose bot was thrown out of its server
    var studio = studioThatDraws();
    var account = studio.accounts.getFirst();
    simulator.throwBotOut(studio.server);
    studio.awaitStatus(account, "NEEDS_ATTENTION");
    assertThat(studio.attention(account)).contains("not a member of server " + studio.server);
    var waiting = List.of(studio.imagine(), studio.imagine(), studio.imagine());
    areNotSent(studio, 1);

    // when it is invited again
    simulator.inviteBot(studio.server);

    // then the account goes on by itself
    goesOn(studio, waiting);
  }

  @Test
  void aBotThatIsGivenItsPermissionsBack() {
    var studio = studioThatDraws();
    var account = studio.accounts.getFirst();
    simulator.deny(studio.channels.getFirst(), List.of("SEND_MESSAGES_IN_THREADS"));
    studio.awaitStatus(account, "NEEDS_ATTENTION");
    assertThat(studio.attention(account)).contains("permission SEND_MESSAGES_IN_THREADS");
    var waiting = List.of(studio.imagine(), studio.imagine(), studio.imagine());
    areNotSent(studio, 1);

    simulator.deny(studio.channels.getFirst(), List.of());

    goesOn(studio, waiting);
  }

  @Test
  void anAccountThatDiscordBlocksNoMore() {
    // given an account that Discord blocks, which it learns of by a job that is not taken
    var studio = studioThatDraws();
    var account = studio.accounts.getFirst();
    var user = studio.users.getFirst();
    simulator.change(user, Map.of("blocked", "UNVERIFIED"));
    var refused = studio.imagine();
    studio.awaitStatus(account, "NEEDS_ATTENTION");
    assertThat(studio.attention(account)).contains("403", "40002");
    assertThat(studio.remedy(account)).isEqualTo("CHECK_AGAIN");
    var waiting = List.of(refused, studio.imagine(), studio.imagine());
    areNotSent(studio, 2);

    // when its owner has it tried again too early: one more try, and it is as before
    checkAgain(studio);
    awaitTries(studio, 3);
    studio.awaitStatus(account, "NEEDS_ATTENTION");
    areNotSent(studio, 3);
    assertThat(studio.remedy(account)).isEqualTo("CHECK_AGAIN");

    // when the block is lifted, and its owner says so: only a send could tell, and it is not tried
    simulator.change(user, Map.of("blocked", false));
    areNotSent(studio, 3);
    assertThat(studio.job(refused).status()).isEqualTo("QUEUED");
    checkAgain(studio);

    // then it goes on with the job that was refused
    goesOn(studio, waiting);
    assertThat(studio.history.sends().get(1).tag()).isEqualTo(refused);
  }

  private static void checkAgain(Studio studio) {
    studio
        .instances
        .getFirst()
        .call(
            "PATCH", "/discord/accounts/" + studio.accounts.getFirst().id(), Map.of("active", true))
        .expect(200);
  }

  /// A customer with one account, which has drawn a picture.
  private Studio studioThatDraws() {
    var studio = new Studio(easel, "PRO");
    studio.link(2);
    studio.done(studio.imagine());
    return studio;
  }

  /// For a while nothing more is tried than what was.
  private static void areNotSent(Studio studio, int tries) {
    await("nothing is sent")
        .during(Duration.ofSeconds(2))
        .atMost(Duration.ofSeconds(10))
        .until(() -> tries(studio) == tries);
  }

  private static void awaitTries(Studio studio, int tries) {
    await("it is tried").atMost(Duration.ofSeconds(30)).until(() -> tries(studio) == tries);
  }

  private static long tries(Studio studio) {
    return studio.ledger().stream().filter(entry -> entry.is("INTERACTION")).count();
  }

  private static void goesOn(Studio studio, List<String> waiting) {
    studio.awaitStatus(studio.accounts.getFirst(), "READY");
    waiting.forEach(studio::done);
    studio.done(studio.imagine());
    studio.verify(new NothingLost(), new OneEnd(), new NothingTwice(), new RightPicture());
  }
}
