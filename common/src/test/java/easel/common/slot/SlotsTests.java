package easel.common.slot;

import static org.assertj.core.api.Assertions.assertThat;

import easel.common.TestRedis;
import easel.common.id.JobId;
import easel.common.id.QueueId;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SlotsTests {
  private static final String FOX = "1300";
  private static final QueueId QUEUE = QueueId.ofCustomer(17);

  private TestRedis redis;
  private Slots slots;

  @BeforeEach
  void open() {
    redis = TestRedis.open();
    slots = new RedisSlots(redis.client(), redis.keys());
  }

  @AfterEach
  void close() {
    redis.close();
  }

  @Test
  void asManyJobsHoldAPlaceAsTheLimitAllows() {
    slots.setGateOfAccount(FOX, 1, 2, true);

    assertThat(slots.takeOfAccount(FOX, job())).isEqualTo(Take.TAKEN);
    assertThat(slots.takeOfAccount(FOX, job())).isEqualTo(Take.TAKEN);
    assertThat(slots.takeOfAccount(FOX, job())).isEqualTo(Take.FULL);
  }

  @Test
  void aJobFindsThePlaceThatItHolds() {
    slots.setGateOfAccount(FOX, 1, 1, true);
    var job = job();

    assertThat(slots.takeOfAccount(FOX, job)).isEqualTo(Take.TAKEN);
    assertThat(slots.takeOfAccount(FOX, job)).isEqualTo(Take.HELD);
    assertThat(slots.holdersOfAccount(FOX)).containsExactly(job);
  }

  @Test
  void aLookAnswersLikeATakeAndTakesNothing() {
    slots.setGateOfAccount(FOX, 1, 1, true);
    slots.setGateOfQueue(QUEUE, 1, 1, true);
    var holder = job();
    slots.takeOfQueue(QUEUE, holder);
    var other = job();

    for (int look = 0; look < 2; look++) {
      assertThat(
              slots.lookAt(
                  List.of(
                      new Place.OfAccount(FOX, other),
                      new Place.OfQueue(QUEUE, holder),
                      new Place.OfQueue(QUEUE, other),
                      new Place.OfAccount("unheard-of", other))))
          .containsExactly(Take.TAKEN, Take.HELD, Take.FULL, Take.UNKNOWN);
    }
  }

  @Test
  void anAccountIsFoundOnWhichTheJobHoldsAPlace() {
    slots.setGateOfAccount(FOX, 1, 1, true);
    var job = job();
    slots.takeOfAccount(FOX, job);

    assertThat(slots.accountHolding(List.of("1200", FOX), job)).contains(FOX);
    assertThat(slots.accountHolding(List.of("1200"), job)).isEmpty();
  }

  @Test
  void freeingTwiceFreesOnePlace() {
    slots.setGateOfAccount(FOX, 1, 2, true);
    slots.setGateOfQueue(QUEUE, 1, 2, true);
    var first = job();
    var second = job();
    slots.takeOfAccount(FOX, first);
    slots.takeOfAccount(FOX, second);
    slots.takeOfQueue(QUEUE, first);

    slots.free(FOX, QUEUE, first);
    slots.free(FOX, QUEUE, first);

    assertThat(slots.holdersOfAccount(FOX)).containsExactly(second);
    assertThat(slots.holdersOfQueue(QUEUE)).isEmpty();
  }

  @Test
  void aLoweredLimitLetsNobodyInUntilEnoughHaveLeft() {
    slots.setGateOfAccount(FOX, 1, 3, true);
    var first = job();
    var second = job();
    slots.takeOfAccount(FOX, first);
    slots.takeOfAccount(FOX, second);

    slots.setGateOfAccount(FOX, 2, 1, true);

    slots.freeOfAccount(FOX, first);
    assertThat(slots.takeOfAccount(FOX, job())).isEqualTo(Take.FULL);
    slots.freeOfAccount(FOX, second);
    assertThat(slots.takeOfAccount(FOX, job())).isEqualTo(Take.TAKEN);
  }

  @Test
  void anOlderVersionOfALimitChangesNothing() {
    slots.setGateOfAccount(FOX, 2, 1, true);
    slots.setGateOfAccount(FOX, 1, 12, true);

    assertThat(slots.takeOfAccount(FOX, job())).isEqualTo(Take.TAKEN);
    assertThat(slots.takeOfAccount(FOX, job())).isEqualTo(Take.FULL);
  }

  @Test
  void nothingIsTakenOfWhatIsUnknown() {
    slots.setGateOfAccount(FOX, 1, 1, true);
    redis.empty();

    assertThat(slots.takeOfAccount(FOX, job())).isEqualTo(Take.UNKNOWN);
  }

  @Test
  void aClosedGateHoldsBackAlsoAJobThatHasItsPlace() {
    slots.setGateOfQueue(QUEUE, 1, 2, true);
    var job = job();
    slots.takeOfQueue(QUEUE, job);

    slots.setGateOfQueue(QUEUE, 2, 2, false);

    assertThat(slots.takeOfQueue(QUEUE, job)).isEqualTo(Take.CLOSED);
  }

  @Test
  void anEndedJobNeedsNoPlace() {
    slots.setGateOfQueue(QUEUE, 1, 2, true);
    var job = job();
    slots.noteEnded(QUEUE, job);

    assertThat(slots.takeOfQueue(QUEUE, job)).isEqualTo(Take.ENDED);
  }

  @Test
  void aPlaceIsPutBackWhateverTheLimitSays() {
    slots.setGateOfAccount(FOX, 1, 1, true);
    slots.takeOfAccount(FOX, job());

    slots.restoreOfAccount(FOX, job());

    assertThat(slots.holdersOfAccount(FOX)).hasSize(2);
    assertThat(slots.takeOfAccount(FOX, job())).isEqualTo(Take.FULL);
  }

  @Test
  void manyAtOnceNeverPassTheLimit() throws Exception {
    slots.setGateOfAccount(FOX, 1, 5, true);
    Callable<Take> take = () -> slots.takeOfAccount(FOX, job());

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var takes = threads.invokeAll(IntStream.range(0, 100).mapToObj(_ -> take).toList());
      var taken = 0;
      for (var answer : takes) {
        taken += answer.get() == Take.TAKEN ? 1 : 0;
      }
      assertThat(taken).isEqualTo(5);
    }
  }

  private static JobId job() {
    return new JobId(UUID.randomUUID());
  }
}
