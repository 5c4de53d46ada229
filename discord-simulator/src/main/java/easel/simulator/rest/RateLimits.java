package easel.simulator.rest;

import easel.simulator.http.Exchange;
import easel.simulator.http.Json;
import easel.simulator.settings.Option;
import easel.simulator.settings.SettingsStore;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Discord's rate limits: one bucket for each token and route, one for each token over all routes,
/// and one for the address, which counts refused requests.
final class RateLimits {
  private static final long INVALID_WINDOW_MS = 600_000;

  private final SettingsStore settings;
  private final Map<Key, Window> windows = new ConcurrentHashMap<>();
  private final Window invalid = new Window(System.currentTimeMillis(), INVALID_WINDOW_MS);

  RateLimits(SettingsStore settings) {
    this.settings = settings;
  }

  /// @param bucket the route with what it is about, such as the channel
  private record Key(long user, String bucket) {}

  /// Counts the request, and answers it if it is one too many.
  ///
  /// @return whether the request may go on
  boolean admit(Exchange exchange, long user, String bucket, boolean interaction) {
    var now = settings.forAll();
    var limit = now.number(interaction ? Option.INTERACTIONS_LIMIT : Option.REST_LIMIT);
    var windowMs = now.number(interaction ? Option.INTERACTIONS_WINDOW_MS : Option.REST_WINDOW_MS);
    var name = Integer.toHexString(bucket.hashCode());
    if (!now.flag(Option.RATE_LIMITS)) {
      headers(exchange, limit, limit - 1, System.currentTimeMillis() + windowMs, name);
      return true;
    }
    var global = take(new Key(user, ""), now.number(Option.GLOBAL_PER_SECOND), 1000);
    if (global.remaining() < 0) {
      exchange.answerHeader("X-RateLimit-Global", "true");
      refuse(exchange, global.resetMs(), "global", true);
      return false;
    }
    var own = take(new Key(user, bucket), limit, windowMs);
    headers(exchange, limit, Math.max(0, own.remaining()), own.resetMs(), name);
    if (own.remaining() < 0) {
      refuse(exchange, own.resetMs(), "user", false);
      return false;
    }
    return true;
  }

  private Taken take(Key key, long limit, long windowMs) {
    var now = System.currentTimeMillis();
    return windows
        .compute(key, (_, old) -> old == null || old.isOver(now) ? new Window(now, windowMs) : old)
        .take(limit);
  }

  private static void headers(
      Exchange exchange, long limit, long remaining, long resetMs, String bucket) {
    exchange.answerHeader("X-RateLimit-Limit", Long.toString(limit));
    exchange.answerHeader("X-RateLimit-Remaining", Long.toString(remaining));
    exchange.answerHeader("X-RateLimit-Reset", seconds(resetMs));
    exchange.answerHeader("X-RateLimit-Reset-After", seconds(untilMs(resetMs)));
    exchange.answerHeader("X-RateLimit-Bucket", bucket);
  }

  private void refuse(Exchange exchange, long resetMs, String scope, boolean global) {
    refuse(exchange, untilMs(resetMs) / 1000.0, scope, global);
  }

  /// Answers 429.
  void refuse(Exchange exchange, double seconds, String scope, boolean global) {
    exchange.answerHeader("X-RateLimit-Scope", scope);
    exchange.answerHeader("Retry-After", Long.toString((long) Math.ceil(seconds)));
    countInvalid(429);
    exchange.json(
        429,
        Json.object()
            .put("message", "You are being rate limited.")
            .put("retry_after", seconds)
            .put("global", global));
  }

  private static long untilMs(long resetMs) {
    return Math.max(1, resetMs - System.currentTimeMillis());
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.3f", millis / 1000.0);
  }

  void countInvalid(int status) {
    if (status == 401 || status == 403 || status == 429) {
      synchronized (invalid) {
        if (invalid.isOver(System.currentTimeMillis())) {
          invalid.restart(System.currentTimeMillis());
        }
        invalid.used++;
      }
    }
  }

  /// Whether the address is banned for too many refused requests.
  boolean isBanned() {
    if (!settings.forAll().flag(Option.RATE_LIMITS)) {
      return false;
    }
    synchronized (invalid) {
      return !invalid.isOver(System.currentTimeMillis())
          && invalid.used >= settings.forAll().number(Option.INVALID_REQUESTS_LIMIT);
    }
  }

  /// Forgets windows that are over.
  void tidy() {
    var now = System.currentTimeMillis();
    windows.values().removeIf(window -> window.isOver(now));
  }

  void clear() {
    windows.clear();
    synchronized (invalid) {
      invalid.restart(System.currentTimeMillis());
    }
  }

  private record Taken(long remaining, long resetMs) {}

  private static final class Window {
    private final long lengthMs;
    private long startMs;
    private long used;

    Window(long startMs, long lengthMs) {
      this.startMs = startMs;
      this.lengthMs = lengthMs;
    }

    synchronized boolean isOver(long nowMs) {
      return nowMs - startMs >= lengthMs;
    }

    synchronized Taken take(long limit) {
      // A request that is refused does not count: a client that waits as told gets through.
      if (used >= limit) {
        return new Taken(-1, startMs + lengthMs);
      }
      used++;
      return new Taken(limit - used, startMs + lengthMs);
    }

    synchronized void restart(long nowMs) {
      startMs = nowMs;
      used = 0;
    }
  }
}
