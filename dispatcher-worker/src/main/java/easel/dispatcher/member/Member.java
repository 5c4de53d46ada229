package easel.dispatcher.member;

import easel.dispatcher.redis.RedisUnreachable;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// This process among the living dispatchers: beats each second, and says which partitions it owns.
@Component
public final class Member {
  private static final Logger log = LoggerFactory.getLogger(Member.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  // New with each start: a restarted process is nobody's successor.
  private final String id = UUID.randomUUID().toString();
  private final Members members;
  private final Ownership ownership = new Ownership(id);
  private final CountDownLatch left = new CountDownLatch(1);
  private volatile boolean redisAnswers;
  private volatile boolean settled;
  private @Nullable Thread heartbeat;
  private boolean outage;

  Member(Members members) {
    this.members = members;
  }

  /// Whether the last heartbeat was answered.
  public boolean redisAnswers() {
    return redisAnswers;
  }

  /// Whether it has been among the living for long enough to own anything.
  public boolean isSettled() {
    return settled;
  }

  /// @param owned told after each beat what to own, on one thread
  public void start(Consumer<Set<Integer>> owned) {
    heartbeat = Thread.ofVirtual().name("heartbeat").start(() -> live(owned));
  }

  /// Leaves the living, so that others take over at once.
  public void leave() {
    left.countDown();
    try {
      var beating = heartbeat;
      if (beating != null) {
        beating.join(INTERVAL); // a beat under way would bring it back to life
      }
      members.leave(id);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RedisUnreachable unreachable) {
      log.atDebug().setCause(unreachable).log("Could not leave; others notice within seconds");
    }
  }

  private void live(Consumer<Set<Integer>> owned) {
    try {
      do {
        beat(owned);
      } while (!left.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void beat(Consumer<Set<Integer>> owned) {
    try {
      var now = ownership.after(members.beat(id));
      redisAnswers = true;
      settled = ownership.isSettled();
      if (outage) {
        outage = false;
        log.info("Redis is reachable again");
      }
      owned.accept(now);
    } catch (RedisUnreachable unreachable) {
      redisAnswers = false;
      if (!outage) {
        outage = true;
        log.atWarn()
            .addKeyValue("cause", unreachable.getMessage())
            .log(
                "Redis is unreachable: nothing is dispatched until it answers; start it, or point"
                    + " EASEL_REDIS_URL at a running one. It is tried again each second");
      }
    } catch (RuntimeException failure) {
      // The heartbeat must outlive whatever its listener does.
      log.atError().setCause(failure).log("A heartbeat failed; the next is due in 1 s");
    }
  }
}
