package easel.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import easel.systemtests.EaselClient.Link;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A server has room for so many active threads: Easel keeps no more of them than it needs.
@ExtendWith(TwoOfEach.class)
class ThreadTests {
  private final Deployment easel;
  private final Simulator simulator;

  ThreadTests(Deployment easel) {
    this.easel = easel;
    this.simulator = easel.simulator();
  }

  @BeforeEach
  void shortJobs() {
    simulator.set(Map.of("jobMs", 600, "waitingMs", 30));
  }

  @Test
  void anAccountThatIsUnlinkedLeavesNoActiveThread() {
    var studio = new Studio(easel, "PRO");
    var account = studio.link(3);
    awaitThreads(studio, 3);
    var job = studio.imagine();

    studio.instances.getFirst().unlink(account.id()).expectSuccess();

    // then its job is brought to its end, and its threads are archived
    assertThat(studio.awaitEnd(job).status()).isIn("DONE", "FAIL");
    awaitThreads(studio, 0);
  }

  @Test
  void aLoweredLimitLeavesAsManyThreads() {
    var studio = new Studio(easel, "PRO");
    var account = studio.link(3);
    awaitThreads(studio, 3);

    studio.instances.getFirst().setConcurrency(account.id(), 1);

    awaitThreads(studio, 1);
  }

  @Test
  void anAccountInAFullServerGoesOnOnceOthersAreGone() {
    // given a server that is filled by the threads of one account
    var studio = new Studio(easel, "PRO");
    var first = studio.link(2);
    awaitThreads(studio, 2);
    simulator.set(Map.of("activeThreadsLimit", 2));

    // when another is linked there
    var channel = simulator.createChannel(studio.server);
    var user = simulator.createAccount("BASIC", channel);
    var second = studio.instances.getFirst().link(Link.of(user, channel, 1));

    // then it says why it cannot work
    studio.awaitStatus(second, "NEEDS_ATTENTION");
    assertThat(studio.attention(second)).contains("active threads", "160006");
    assertThat(simulator.activeThreads(studio.server)).hasSize(2);

    // and works by itself once the first is gone
    studio.instances.getFirst().unlink(first.id()).expectSuccess();
    studio.awaitStatus(second, "READY");
    var job = studio.imagine();
    assertThat(studio.awaitEnd(job).status()).isEqualTo("DONE");
    awaitThreads(studio, 1);
  }

  private void awaitThreads(Studio studio, int count) {
    await("%d active threads".formatted(count))
        .atMost(Duration.ofMinutes(1))
        .until(() -> simulator.activeThreads(studio.server).size() == count);
  }
}
