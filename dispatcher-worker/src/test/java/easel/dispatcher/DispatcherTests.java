package easel.dispatcher;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import easel.common.directory.QueueEntry;
import easel.common.id.AccountId;
import easel.common.id.JobId;
import easel.common.message.AccountMessage;
import easel.common.message.AccountMessage.HandOver;
import easel.common.message.FailReason;
import easel.common.message.JobEnd;
import easel.common.partition.Partitions;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationContext;

/// The whole dispatcher between a real RabbitMQ and a real Redis.
class DispatcherTests {
  private Cell cell;

  @BeforeEach
  void open() throws Exception {
    cell = new Cell();
  }

  @AfterEach
  void close() throws IOException {
    cell.close();
  }

  @Test
  void eightJobsOnAnAccountThatRunsThree() throws Exception {
    var account = cell.account(1, cell.pool(1), 3, true);
    var queue = cell.queue(1, cell.pool(1), QueueEntry.UNLIMITED);
    cell.directoryIsComplete();
    var jobs = cell.accept(queue, 8);
    cell.startDispatcher();

    cell.awaitHandOvers(3);
    for (int ended = 0; ended < 5; ended++) {
      var handedOver = 3 + ended;
      await("no more than three run")
          .during(ofMillis(100))
          .until(() -> cell.handOvers().size() == handedOver);
      cell.end(cell.handOvers().get(ended));
      cell.awaitHandOvers(handedOver + 1);
    }

    assertThat(cell.handOvers())
        .containsExactlyElementsOf(jobs.stream().map(job -> new HandOver(job, account)).toList());
  }

  @Test
  void aLaneThatChangesItsPoolKeepsItsOrder() throws Exception {
    var shared = cell.account(1, cell.pool(1), 1, true);
    var queue = cell.queue(17, cell.pool(1), QueueEntry.UNLIMITED);
    cell.directoryIsComplete();
    cell.startDispatcher();
    var jobs = new ArrayList<>(cell.accept(queue, 10));
    cell.awaitHandOvers(1);

    // when the customer links an account of its own
    var own = cell.account(2, cell.pool(2), 30, true);
    cell.queue(17, cell.pool(2), QueueEntry.UNLIMITED);
    cell.tellEveryone();
    jobs.addAll(cell.accept(queue, 10));

    await("all jobs").atMost(ofSeconds(15)).until(() -> cell.jobsHandedOver(queue).size() == 20);
    assertThat(cell.jobsHandedOver(queue)).containsExactlyElementsOf(jobs);
    assertThat(cell.handOvers().getFirst().account()).isEqualTo(shared);
    assertThat(cell.handOvers().getLast().account()).isEqualTo(own);
  }

  @Test
  void anEmptiedRedisHoldsEverythingUntilItIsBuiltAgain() throws Exception {
    var pool = cell.pool(1);
    cell.account(1, pool, 50, true);
    var queue = cell.queue(1, pool, QueueEntry.UNLIMITED);
    cell.directoryIsComplete();
    cell.startDispatcher();
    var before = cell.accept(queue, 1);
    cell.awaitHandOvers(1);

    cell.emptyRedis();
    var after = cell.accept(queue, 5);
    await("nothing is handed over by an unknown directory")
        .during(ofSeconds(3))
        .atMost(ofSeconds(5))
        .until(() -> cell.handOvers().size() == 1);

    cell.account(1, pool, 50, true);
    cell.queue(1, pool, QueueEntry.UNLIMITED);
    cell.directoryIsComplete();
    cell.awaitHandOvers(6);
    before = new ArrayList<>(before);
    before.addAll(after);
    assertThat(cell.jobsHandedOver(queue)).containsExactlyElementsOf(before);
  }

  @Test
  void aJobWhoseAccountWasUnlinkedIsToEndAndLeavesNoPlace() throws Exception {
    var pool = cell.pool(1);
    var unlinked = cell.account(1, pool, 3, false);
    cell.account(2, pool, 3, true);
    var queue = cell.queue(1, pool, 2);
    cell.directoryIsComplete();
    cell.startDispatcher();
    var pinned = cell.accept(queue, unlinked);
    var next = cell.accept(queue, (AccountId) null);

    cell.awaitHandOvers(1);
    assertThat(cell.jobsHandedOver(queue)).containsExactly(next);
    assertThat(cell.asks()).singleElement().isInstanceOf(AccountMessage.End.class);
    var end = (AccountMessage.End) cell.asks().getFirst();
    assertThat(end.job()).isEqualTo(pinned.job());
    assertThat(((JobEnd.Failed) end.end()).reason()).isEqualTo(FailReason.ACCOUNT_UNAVAILABLE);
    assertThat(cell.slots.holdersOfQueue(queue)).containsExactly(next.job());
  }

  @Test
  void poisonIsPutAsideAndItsQueueGoesOn() throws Exception {
    var pool = cell.pool(1);
    cell.account(1, pool, 3, true);
    var queue = cell.queue(1, pool, 2);
    cell.directoryIsComplete();
    cell.startDispatcher();
    var poisoned = new JobId(UUID.randomUUID());
    cell.known(poisoned);
    var body = "{\"job\":\"%s\",\"queue\":\"nowhere\"}".formatted(poisoned);

    cell.publish(queue, body.getBytes(StandardCharsets.UTF_8));
    var next = cell.accept(queue, (AccountId) null);

    cell.awaitHandOvers(1);
    assertThat(cell.jobsHandedOver(queue)).containsExactly(next);
    assertThat(cell.asks()).singleElement().isInstanceOf(AccountMessage.End.class);
    assertThat(cell.asks().getFirst().job()).isEqualTo(poisoned);
    var deadLetter = requireNonNull(cell.deadLetter(poisoned));
    assertThat(new String(deadLetter.getBody(), StandardCharsets.UTF_8)).isEqualTo(body);
    assertThat(deadLetter.getProps().getHeaders()).containsKey("x-easel-reason");
  }

  @Test
  void aPausedQueueIsResumedAtAWord() throws Exception {
    var pool = cell.pool(1);
    cell.account(1, pool, 1, true);
    var queue = cell.queue(1, pool, 0);
    cell.directoryIsComplete();
    cell.startDispatcher();
    cell.accept(queue, 1);
    await("it is held").during(ofMillis(500)).until(() -> cell.handOvers().isEmpty());

    cell.queue(1, pool, 2);
    cell.tellEveryone();

    cell.awaitHandOvers(1);
  }

  @Test
  void aFreedPlaceLetsTheNextJobGoWithinMilliseconds() throws Exception {
    var pool = cell.pool(1);
    cell.account(1, pool, 1, true);
    cell.queue(1, pool, QueueEntry.UNLIMITED);
    cell.queue(2, pool, QueueEntry.UNLIMITED);
    cell.directoryIsComplete();
    cell.startDispatcher();
    // two lanes, so that one head is held while the other lane's next comes
    cell.accept(cell.queue(1), 150);
    cell.accept(cell.queue(2), 150);
    var running = cell.nextHandOver();

    var nanos = new long[250];
    for (int round = 0; round < nanos.length; round++) {
      var begun = System.nanoTime();
      cell.end(running);
      running = cell.nextHandOver();
      nanos[round] = System.nanoTime() - begun;
    }

    Arrays.sort(nanos);
    System.out.printf(
        "freed to handed over: p50 %.2f ms, p99 %.2f ms%n",
        nanos[nanos.length / 2] / 1e6, nanos[nanos.length * 99 / 100] / 1e6);
    // far above what it takes, far below the second after which held heads are looked at anyway
    assertThat(nanos[nanos.length / 2]).isLessThan(ofMillis(100).toNanos());
  }

  @Test
  void aPlaceFreedInAnotherPoolIsHeardByTheQueueThatWaitsForIt() throws Exception {
    // given buttons on pictures that a shared account made before the customer linked its own
    var shared = cell.pool(1);
    var own =
        LongStream.range(2, 100)
            .mapToObj(cell::pool)
            .filter(pool -> Partitions.ofPool(pool) != Partitions.ofPool(shared))
            .findFirst()
            .orElseThrow();
    var account = cell.account(1, shared, 1, true);
    cell.account(2, own, 3, true);
    var queue = cell.queue(1, own, 2);
    cell.directoryIsComplete();
    cell.startDispatcher();
    for (int button = 0; button < 11; button++) {
      cell.accept(queue, account);
    }

    // when its places are freed one after another
    var running = cell.nextHandOver();
    var begun = System.nanoTime();
    for (int round = 0; round < 10; round++) {
      cell.end(running);
      running = cell.nextHandOver();
    }

    // then no one waits for the look that comes each second
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(ofSeconds(5));
  }

  // Whether RabbitMQ attaches the old consumer to the new lane is a race within it: docs/adr/0012.
  @RepeatedTest(4)
  void aLaneThatWasMadeAnewUntoldIsServed() throws Exception {
    var pool = cell.pool(1);
    cell.account(1, pool, 10, true);
    var queue = cell.queue(1, pool, QueueEntry.UNLIMITED);
    cell.directoryIsComplete();
    cell.startDispatcher();
    cell.accept(queue, 1);
    cell.awaitHandOvers(1);

    cell.makeLaneAnew(queue);
    cell.accept(queue, 3);

    await("all jobs").atMost(ofSeconds(40)).until(() -> cell.jobsHandedOver(queue).size() == 4);
  }

  @Test
  void whenADispatcherIsKilledAnotherServesItsLanesInOrder() throws Exception {
    // given two dispatchers that share eight customers
    for (int customer = 1; customer <= 8; customer++) {
      cell.account(customer, cell.pool(customer), 1_000, true);
      cell.queue(customer, cell.pool(customer), QueueEntry.UNLIMITED);
    }
    cell.directoryIsComplete();
    var victim = cell.startDispatcherProcess();
    var survivor = cell.startDispatcher();
    await("they share the partitions")
        .atMost(ofSeconds(30))
        .until(() -> partitionsOwned(survivor) > 0 && partitionsOwned(survivor) < Partitions.COUNT);
    for (int customer = 1; customer <= 8; customer++) {
      cell.accept(cell.queue(customer), 1);
    }
    cell.awaitHandOvers(8);

    // when one dies in the middle of its work
    var accepted = new ArrayList<>(cell.handOvers().stream().map(HandOver::job).toList());
    for (int round = 0; round < 40; round++) {
      for (int customer = 1; customer <= 8; customer++) {
        accepted.addAll(cell.accept(cell.queue(customer), 1));
      }
      if (round == 10) {
        victim.destroyForcibly();
      }
    }

    // then everything arrives, in the order of each queue
    await("every job")
        .atMost(ofSeconds(10))
        .until(() -> cell.handOvers().stream().map(HandOver::job).distinct().count() == 8 * 41);
    for (int customer = 1; customer <= 8; customer++) {
      var queue = cell.queue(customer);
      assertThat(cell.jobsHandedOver(queue))
          .containsExactlyElementsOf(
              accepted.stream().filter(job -> job.queue().equals(queue)).toList());
    }
  }

  @Test
  void aDispatcherThatLeavesIsFollowedAtOnce() throws Exception {
    for (int customer = 1; customer <= 8; customer++) {
      cell.account(customer, cell.pool(customer), 1_000, true);
      cell.queue(customer, cell.pool(customer), QueueEntry.UNLIMITED);
    }
    cell.directoryIsComplete();
    var leaving = cell.startDispatcher();
    cell.startDispatcher();
    for (int customer = 1; customer <= 8; customer++) {
      cell.accept(cell.queue(customer), 1);
    }
    cell.awaitHandOvers(8);

    leaving.close();
    for (int customer = 1; customer <= 8; customer++) {
      cell.accept(cell.queue(customer), 1);
    }

    await("nothing stands")
        .atMost(ofSeconds(3))
        .until(() -> cell.handOvers().stream().map(HandOver::job).distinct().count() == 16);
  }

  private static double partitionsOwned(ApplicationContext dispatcher) {
    return dispatcher
        .getBean(MeterRegistry.class)
        .get("easel.dispatcher.partitions.owned")
        .gauge()
        .value();
  }
}
