package easel.worker.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import easel.common.id.JobId;
import easel.common.id.QueueId;
import easel.common.redis.RedisConnection;
import easel.common.redis.RedisKeys;
import easel.common.slot.Place;
import easel.common.slot.RedisSlots;
import easel.common.slot.Slots;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.redisson.api.RedissonClient;

/// The places of the simulation answer as those in Redis do, whatever is done to both.
class SlotsInMemoryTests {
  private static final int STEPS = 400;
  private static final List<String> USERS = List.of("1300", "1301");
  private static final List<QueueId> QUEUES = List.of(QueueId.ofCustomer(1), QueueId.ofCustomer(2));
  private static final List<JobId> JOBS =
      List.of(1L, 2L, 3L, 4L, 5L).stream().map(n -> new JobId(new UUID(1, n))).toList();

  private final RedissonClient redis =
      RedisConnection.open(
          Optional.ofNullable(System.getenv("EASEL_TEST_REDIS_URL"))
              .orElse("redis://127.0.0.1:6379"));
  private final RedisKeys keys = new RedisKeys("easel-test-" + UUID.randomUUID());

  @AfterEach
  void close() {
    redis.getKeys().deleteByPattern(keys.prefix() + ":*");
    redis.shutdown();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void thePlacesAnswerAlike(long seed) {
    var random = new Random(seed);
    Slots real = new RedisSlots(redis, keys);
    Slots model = new SlotsInMemory();
    for (int i = 0; i < STEPS; i++) {
      var step = step(random);
      assertThat(step.on(model)).as("step %d of seed %d", i, seed).isEqualTo(step.on(real));
    }
  }

  private interface Doing {
    @Nullable Object on(Slots slots);
  }

  private static Doing step(Random random) {
    var user = USERS.get(random.nextInt(2));
    var queue = QUEUES.get(random.nextInt(2));
    var job = JOBS.get(random.nextInt(JOBS.size()));
    int limit = random.nextInt(4);
    long version = random.nextInt(4);
    boolean open = random.nextInt(5) > 0;
    return switch (random.nextInt(14)) {
      case 0, 1, 2 -> slots -> slots.takeOfAccount(user, job);
      case 3, 4 -> slots -> slots.takeOfQueue(queue, job);
      case 5 -> told(slots -> slots.freeOfAccount(user, job));
      case 6 -> told(slots -> slots.freeOfQueue(queue, job));
      case 7 -> told(slots -> slots.free(user, queue, job));
      case 8 -> told(slots -> slots.restoreOfAccount(user, job));
      case 9 -> told(slots -> slots.restoreOfQueue(queue, job));
      case 10 -> told(slots -> slots.setGateOfAccount(user, version, limit, open));
      case 11 -> told(slots -> slots.setGateOfQueue(queue, version, limit, open));
      case 12 ->
          random.nextInt(4) == 0
              ? told(slots -> slots.noteEnded(queue, job))
              : slots ->
                  slots.lookAt(
                      List.of(new Place.OfQueue(queue, job), new Place.OfAccount(user, job)));
      default ->
          slots ->
              List.of(
                  slots.holdersOfAccount(user),
                  slots.holdersOfQueue(queue),
                  slots.holdersOfAccounts(USERS),
                  slots.holdersOfQueues(QUEUES),
                  slots.holdsOfAccount(user, job),
                  slots.accountHolding(USERS, job));
    };
  }

  private interface Telling {
    void on(Slots slots);
  }

  private static Doing told(Telling telling) {
    return slots -> {
      telling.on(slots);
      return null;
    };
  }
}
