package easel.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import easel.common.id.QueueId;
import easel.common.partition.Partitions;
import easel.common.topology.Topology;
import easel.systemtests.promise.FirstComeFirstServed;
import easel.systemtests.promise.NeverOverTheLimit;
import easel.systemtests.promise.NothingLost;
import easel.systemtests.promise.NothingTwice;
import easel.systemtests.promise.OneEnd;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A lane, the queue by which an account's worker gets its jobs, or that of replies is there and
/// answers nothing, as RabbitMQ may leave one after a crash: it is made anew, and nothing is lost.
@ExtendWith(TwoOfEach.class)
class SilentQueueTests {
  private static final int JOBS = 4;
  // So many that either worker has one.
  private static final int ACCOUNTS = 6;

  private final Deployment easel;
  private final Simulator simulator;

  SilentQueueTests(Deployment easel) {
    this.easel = easel;
    this.simulator = easel.simulator();
  }

  @AfterEach
  void asBefore() {
    easel.up(2, 2, 2);
    simulator.call("PUT", "/control/settings", Map.of()).expectSuccess();
  }

  @Test
  void aLaneThatAnswersNothingIsMadeAnew() {
    requireProcesses();
    simulator.set(Map.of("jobMs", 300, "waitingMs", 30));
    var studio = new Studio(easel, "PRO");
    var lane = Topology.lane(new QueueId("account-" + studio.link(1).id()));
    imagine(studio, 1);
    studio.awaitEnds();

    Rabbit.silence(easel, lane);
    imagine(studio, JOBS);

    studio.awaitEnds();
    verify(studio, 1 + JOBS);
  }

  @Test
  void aHandOverQueueThatAnswersNothingIsMadeAnew() {
    requireProcesses();
    simulator.set(Map.of("jobMs", 300, "waitingMs", 30));
    var studio = new Studio(easel, "PRO");
    var _ = studio.link(1);
    var handOvers = Topology.handOver(Partitions.ofDiscordUser(studio.users.getFirst().userId()));
    // which dispatchers have published to: RabbitMQ counts on with what such a channel publishes
    imagine(studio, 1);
    studio.awaitEnds();

    // when workers meet a queue that answers nothing
    easel.kill("worker-1");
    easel.kill("worker-2");
    Rabbit.silence(easel, handOvers);
    easel.up(2, 2, 2);
    imagine(studio, JOBS);

    // then all jobs are drawn once, in their order
    studio.awaitEnds();
    verify(studio, 1 + JOBS);
  }

  @Test
  void aQueueOfRepliesThatAnswersNothingIsMadeAnew() {
    requireProcesses();
    simulator.set(Map.of("jobMs", 300, "waitingMs", 30));
    var studio = new Studio(easel, "PRO");
    var _ = studio.link(1);

    // when what is said of jobs reaches nobody
    Rabbit.silence(easel, Topology.REPLIES_API);
    imagine(studio, JOBS);

    // then callers hear of all the ends all the same, and of what no worker keeps for them
    studio.awaitEnds();
    verify(studio, JOBS);
    for (int i = 0; i < ACCOUNTS; i++) {
      var _ = studio.link(1);
    }
  }

  private void requireProcesses() {
    assumeTrue(
        Files.exists(easel.data("rabbitmq").resolve("environment")),
        "RabbitMQ runs as a process of this machine");
  }

  private static void imagine(Studio studio, int count) {
    for (int i = 0; i < count; i++) {
      var word = Studio.word();
      var _ = studio.imagine(word, "a queue without a word " + word);
    }
  }

  private static void verify(Studio studio, int sends) {
    studio.verify(
        new NothingLost(),
        new OneEnd(),
        new NothingTwice(),
        new FirstComeFirstServed(),
        new NeverOverTheLimit(Duration.ZERO));
    assertThat(studio.history.sends()).hasSize(sends);
  }
}
