package easel.api.change;

import easel.api.database.SchemaReady;
import easel.api.loop.Loop;
import easel.common.redis.RedisKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RTopic;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Tells all instances for whom something changed. Only hurries: whoever has readers looks by
/// itself from time to time.
@Component
public class Announcements implements DisposableBean {
  private static final Duration AGAIN = Duration.ofSeconds(2);
  // So that under load one notice is of many customers.
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final int AT_ONCE = 1_000;

  private final Feeds feeds;
  private final RTopic topic;
  private final String self = UUID.randomUUID().toString();
  private final Set<Long> untold = new HashSet<>(); // guarded by itself
  private final List<Loop> loops = new ArrayList<>();
  private volatile @Nullable Loop telling;
  private volatile boolean closed;
  private boolean hears;

  Announcements(RedissonClient redis, RedisKeys keys, Feeds feeds) {
    this.feeds = feeds;
    this.topic = redis.getTopic(keys.of("changes"), StringCodec.INSTANCE);
  }

  @EventListener(SchemaReady.class)
  void start() {
    var told = Loop.start("changes-told", Duration.ofMinutes(1), this::tell);
    telling = told;
    loops.add(told);
    loops.add(Loop.start("changes-heard", AGAIN, this::listen));
  }

  @Override
  public void destroy() {
    closed = true;
    loops.forEach(Loop::close);
  }

  /// Something was committed that these customers can see: of a job, a queue or an account.
  public void changed(Collection<Long> customers) {
    if (customers.isEmpty()) {
      return;
    }
    customers.forEach(feeds::wake);
    synchronized (untold) {
      untold.addAll(customers);
    }
    var loop = telling;
    if (loop != null) {
      loop.wake();
    }
  }

  private void tell() {
    for (var next = takeUntold(); !next.isEmpty() && !closed; next = takeUntold()) {
      topic.publish(
          self + " " + next.stream().map(String::valueOf).collect(Collectors.joining(",")));
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private List<Long> takeUntold() {
    synchronized (untold) {
      var taken = untold.stream().limit(AT_ONCE).toList();
      taken.forEach(untold::remove);
      return taken;
    }
  }

  // Once it has been heard Redisson listens again by itself whenever the connection was lost.
  private void listen() {
    if (!hears) {
      topic.addListener(String.class, (_, notice) -> hear(notice));
      hears = true;
    }
  }

  private void hear(String notice) {
    var words = notice.split(" ", 2);
    if (words.length == 2 && !words[0].equals(self)) {
      for (var customer : words[1].split(",", -1)) {
        feeds.wake(Long.parseLong(customer));
      }
    }
  }
}
