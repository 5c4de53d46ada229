package easel.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import easel.common.id.QueueId;
import easel.common.partition.Partitions;
import easel.common.topology.QueueType;
import easel.common.topology.Topology;
import easel.systemtests.promise.FirstComeFirstServed;
import easel.systemtests.promise.NeverOverTheLimit;
import easel.systemtests.promise.NothingLost;
import easel.systemtests.promise.NothingTwice;
import easel.systemtests.promise.OneEnd;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.ExtendWith;

/// RabbitMQ loses a lane with the jobs that wait in it: it gets them back, in order, before
/// anything newer. And a queue of hand-overs that is another than it was is consumed.
@ExtendWith(TwoOfEach.class)
class LostLaneTests {
  private static final int WAITING = 6;
  private static final int NEWER = 3;
  private static final String PROMPT = "a lane without a lamp";

  private final Deployment easel;
  private final Simulator simulator;

  LostLaneTests(Deployment easel) {
    this.easel = easel;
    this.simulator = easel.simulator();
  }

  // What may go wrong is a race within the broker, which one time meets and another does not.
  @RepeatedTest(4)
  void aLaneThatIsLostGetsItsWaitingJobsBackBeforeNewerOnes() {
    // given an account whose one slot is taken, and jobs that wait
    simulator.set(Map.of("jobMs", 300, "waitingMs", 30));
    simulator.hold(Map.of("promptContains", PROMPT));
    var studio = new Studio(easel, "PRO");
    var lane = Topology.lane(new QueueId("account-" + studio.link(1).id()));
    var running = imagine(studio);
    await("the first one runs").until(() -> studio.job(running).status().equals("PROCESSING"));
    for (int i = 0; i < WAITING; i++) {
      var _ = imagine(studio);
    }

    // when its lane is gone, and newer jobs come
    try (var rabbit = new Rabbit(easel)) {
      await("all but the held head wait in the lane")
          .until(() -> rabbit.waiting(lane) >= WAITING - 1);
      rabbit.delete(lane);
    }
    for (int i = 0; i < NEWER; i++) {
      var _ = imagine(studio);
    }
    simulator.release(Map.of("promptContains", PROMPT));

    // then all are drawn once, in the order in which they were accepted
    studio.verify(
        new NothingLost(),
        new OneEnd(),
        new NothingTwice(),
        new FirstComeFirstServed(),
        new NeverOverTheLimit(Duration.ZERO));
    assertThat(studio.history.sends()).hasSize(1 + WAITING + NEWER);
  }

  @RepeatedTest(2)
  void aHandOverQueueThatIsMadeAnewUntoldIsConsumed() {
    // given an account to which jobs came
    simulator.set(Map.of("jobMs", 300, "waitingMs", 30));
    var studio = new Studio(easel, "PRO");
    var _ = studio.link(1);
    var handOvers = Topology.handOver(Partitions.ofDiscordUser(studio.users.getFirst().userId()));
    var _ = imagine(studio);
    studio.awaitEnds();

    // when the queue on which they come is another, and nobody is told
    try (var rabbit = new Rabbit(easel)) {
      rabbit.makeAnew(handOvers, Topology.orderedQueue(QueueType.QUORUM));
    }
    for (int i = 0; i < NEWER; i++) {
      var _ = imagine(studio);
    }

    // then they come all the same
    studio.verify(
        new NothingLost(),
        new OneEnd(),
        new NothingTwice(),
        new FirstComeFirstServed(),
        new NeverOverTheLimit(Duration.ZERO));
    assertThat(studio.history.sends()).hasSize(1 + NEWER);
  }

  private static String imagine(Studio studio) {
    var word = Studio.word();
    return studio.imagine(word, PROMPT + " " + word);
  }
}
