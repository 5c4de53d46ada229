package easel.dispatcher.dispatch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// What the operator can read off the dispatcher.
@Component
final class DispatchMeters {
  private final Map<Integer, Map<Wait, Long>> held = new ConcurrentHashMap<>();
  private final AtomicInteger owned = new AtomicInteger();
  private final Timer handOvers;
  private final Timer freedToHandOver;
  private final Counter asked;
  private final Counter dropped;
  private final Counter rejected;
  private final Counter unconfirmed;

  DispatchMeters(MeterRegistry registry) {
    for (var wait : Wait.values()) {
      Gauge.builder("easel.dispatcher.heads.held", () -> held(wait))
          .tag("waits_for", wait.name().toLowerCase(Locale.ROOT))
          .description("First jobs of lanes that wait, by what they wait for")
          .register(registry);
    }
    Gauge.builder("easel.dispatcher.partitions.owned", owned, AtomicInteger::get)
        .description("Partitions of pools that this process serves")
        .register(registry);
    handOvers =
        Timer.builder("easel.dispatcher.hand.over")
            .description("From publishing a hand-over to its confirm")
            .register(registry);
    freedToHandOver =
        Timer.builder("easel.dispatcher.freed.to.hand.over")
            .description("From hearing of a freed place to publishing the next hand-over")
            .register(registry);
    asked = counter(registry, "easel.dispatcher.ends.asked", "Jobs that can never run");
    dropped = counter(registry, "easel.dispatcher.heads.dropped", "Jobs that had ended already");
    rejected = counter(registry, "easel.dispatcher.heads.rejected", "Poison, put aside");
    unconfirmed =
        counter(registry, "easel.dispatcher.unconfirmed", "Publishes the broker did not take");
  }

  private static Counter counter(MeterRegistry registry, String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  private double held(Wait wait) {
    return held.values().stream().mapToLong(counts -> counts.getOrDefault(wait, 0L)).sum();
  }

  void owned(int partitions) {
    owned.set(partitions);
  }

  void held(int partition, Collection<WaitsFor> waits) {
    held.put(
        partition, waits.stream().collect(Collectors.groupingBy(Wait::of, Collectors.counting())));
  }

  void handedOver(long nanos) {
    handOvers.record(Duration.ofNanos(nanos));
  }

  void freedToHandOver(long nanos) {
    freedToHandOver.record(Duration.ofNanos(nanos));
  }

  void askedForEnd() {
    asked.increment();
  }

  void dropped() {
    dropped.increment();
  }

  void rejected() {
    rejected.increment();
  }

  void unconfirmed() {
    unconfirmed.increment();
  }

  private enum Wait {
    QUEUE,
    ACCOUNT,
    POOL,
    DIRECTORY,
    RETRY;

    static Wait of(WaitsFor waitsFor) {
      return switch (waitsFor) {
        case WaitsFor.ItsQueue _ -> QUEUE;
        case WaitsFor.OneAccount _ -> ACCOUNT;
        case WaitsFor.AnyAccount _ -> POOL;
        case WaitsFor.TheDirectory _ -> DIRECTORY;
        case WaitsFor.AnotherTry _ -> RETRY;
      };
    }
  }
}
