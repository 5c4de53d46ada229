package easel.api.webhook;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The attempts that this instance makes now. Their number is bounded for each customer at an
/// endpoint, for each endpoint and for each customer: a receiver that hangs fills its own share and
/// holds up nobody else.
final class UnderWay {
  /// The deliveries of one customer to one endpoint.
  record Line(long customer, String endpoint) {
    /// How the database writes it.
    String text() {
      return customer + " " + endpoint;
    }
  }

  /// Who has no room left.
  record Full(List<Long> customers, List<String> endpoints, List<String> lines) {}

  /// @param all attempts of this instance
  record Limits(int all, int customer, int endpoint, int line) {
    static final Limits USUAL = new Limits(1_000, 32, 64, 8);
  }

  private final Limits limits;
  private final Map<Long, Integer> customers = new HashMap<>();
  private final Map<String, Integer> endpoints = new HashMap<>();
  private final Map<Line, Integer> lines = new HashMap<>();
  private int all;

  UnderWay(Limits limits) {
    this.limits = limits;
  }

  /// @return whether there is room for one more of this line, which then is taken
  synchronized boolean take(Line line) {
    if (all >= limits.all()
        || customers.getOrDefault(line.customer(), 0) >= limits.customer()
        || endpoints.getOrDefault(line.endpoint(), 0) >= limits.endpoint()
        || lines.getOrDefault(line, 0) >= limits.line()) {
      return false;
    }
    all++;
    customers.merge(line.customer(), 1, Integer::sum);
    endpoints.merge(line.endpoint(), 1, Integer::sum);
    lines.merge(line, 1, Integer::sum);
    return true;
  }

  synchronized void free(Line line) {
    all--;
    decrement(customers, line.customer());
    decrement(endpoints, line.endpoint());
    decrement(lines, line);
    notifyAll();
  }

  synchronized Full full() {
    return new Full(
        atLeast(customers, limits.customer()),
        atLeast(endpoints, limits.endpoint()),
        atLeast(lines, limits.line()).stream().map(Line::text).toList());
  }

  synchronized int count() {
    return all;
  }

  /// Waits until nothing is under way, or for this long.
  synchronized void awaitNone(Duration atMost) throws InterruptedException {
    var until = System.nanoTime() + atMost.toNanos();
    for (var left = atMost.toMillis();
        all > 0 && left > 0;
        left = (until - System.nanoTime()) / 1_000_000) {
      wait(left);
    }
  }

  private static <K> void decrement(Map<K, Integer> counts, K key) {
    counts.computeIfPresent(key, (_, count) -> count == 1 ? null : count - 1);
  }

  private static <K> List<K> atLeast(Map<K, Integer> counts, int limit) {
    return counts.entrySet().stream()
        .filter(count -> count.getValue() >= limit)
        .map(Map.Entry::getKey)
        .toList();
  }
}
