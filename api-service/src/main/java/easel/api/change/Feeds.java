package easel.api.change;

import easel.api.database.SchemaReady;
import easel.api.http.Problem;
import easel.api.loop.Loop;
import easel.common.id.JobId;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Everyone at this instance who waits for changes. When it drains all are sent away, to resume
/// elsewhere.
@Component
public class Feeds implements DisposableBean {
  // Looks are short, and requests need connections to PostgreSQL too.
  private static final int LOOKS_AT_ONCE = 4;
  private static final Duration AGAIN = Duration.ofSeconds(5);

  /// @param readers how many hold it, also those that are about to be its readers
  private record Held(Feed feed, int readers) {}

  private final ChangeLog log;
  private final StreamProperties properties;
  private final Semaphore looks = new Semaphore(LOOKS_AT_ONCE);
  private final Map<Long, Held> feeds = new HashMap<>(); // guarded by this
  private volatile @Nullable Loop poll;
  private volatile boolean draining;

  Feeds(ChangeLog log, StreamProperties properties, MeterRegistry metrics) {
    this.log = log;
    this.properties = properties;
    Gauge.builder("easel.streams.open", this, Feeds::readers)
        .description("readers of changes at this instance")
        .register(metrics);
  }

  @EventListener(SchemaReady.class)
  void start() {
    poll = Loop.start("changes", properties.poll(), this::wakeAll);
  }

  @Override
  public void destroy() {
    var started = poll;
    if (started != null) {
      started.close();
    }
  }

  @EventListener
  void readinessChanged(AvailabilityChangeEvent<ReadinessState> event) {
    draining = event.getState() == ReadinessState.REFUSING_TRAFFIC;
    if (draining) {
      all().forEach(Feed::end);
    }
  }

  /// Begins to tell a reader what changes, as `subscribe` does.
  ///
  /// @throws Problem 429 if the customer has as many readers as it may have
  public Subscription require(long customer, @Nullable JobId only) {
    return subscribe(customer, only)
        .orElseThrow(
            () ->
                Problem.tooManyRequests(
                    "Too many streams: at most %d at once. Close one first."
                        .formatted(properties.perCustomer()),
                    AGAIN,
                    Map.of()));
  }

  /// Begins to tell a reader what changes, until it closes the subscription.
  ///
  /// @param only the job whose changes it wants, null for all of the customer's
  /// @return empty if the customer has as many readers as it may have
  public Optional<Subscription> subscribe(long customer, @Nullable JobId only) {
    var feed = hold(customer);
    if (feed == null) {
      return Optional.empty();
    }
    try {
      var reader =
          feed.subscribe(
              only,
              properties.buffer(),
              closed -> {
                feed.remove(closed);
                letGo(customer);
              });
      if (draining) {
        reader.end();
      }
      return Optional.of(reader);
    } catch (RuntimeException failed) {
      letGo(customer);
      throw failed;
    }
  }

  /// Looks now what changed for the customer, if anyone waits for that.
  void wake(long customer) {
    Held held;
    synchronized (this) {
      held = feeds.get(customer);
    }
    if (held != null) {
      held.feed().wake();
    }
  }

  void wakeAll() {
    all().forEach(Feed::wake);
  }

  private synchronized List<Feed> all() {
    return feeds.values().stream().map(Held::feed).toList();
  }

  private synchronized int readers() {
    return feeds.values().stream().mapToInt(Held::readers).sum();
  }

  private synchronized @Nullable Feed hold(long customer) {
    var held = feeds.get(customer);
    if (held == null) {
      held = new Held(new Feed(customer, log, looks), 0);
    }
    if (held.readers() >= properties.perCustomer()) {
      return null;
    }
    feeds.put(customer, new Held(held.feed(), held.readers() + 1));
    return held.feed();
  }

  private synchronized void letGo(long customer) {
    feeds.computeIfPresent(
        customer,
        (_, held) -> held.readers() == 1 ? null : new Held(held.feed(), held.readers() - 1));
  }
}
