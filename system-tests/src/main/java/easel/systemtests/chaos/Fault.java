package easel.systemtests.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Something to be broken on purpose.
sealed interface Fault {
  /// SIGKILL of all processes named, each started again after some time.
  record Kill(String role, List<String> names, Duration down) implements Fault {
    public Kill {
      names = List.copyOf(names);
    }
  }

  /// SIGSTOP of a service's process, and SIGCONT after some time.
  record Pause(String role, String name, Duration span) implements Fault {}

  /// Everything in Redis is deleted.
  record FlushRedis() implements Fault {}

  /// The simulator lets somebody down, as its control API offers.
  ///
  /// @param on interactions, rest or gateway
  /// @param kind the simulator's word for it
  record Mishap(String on, String kind, int count) implements Fault {
    static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    static final Duration DELAY = Duration.ofMillis(1500);

    Map<String, Object> order() {
      return Map.of(
          "on",
          on,
          "kind",
          kind,
          "count",
          count,
          "retryAfter",
          RETRY_AFTER.toSeconds(),
          "delayMs",
          DELAY.toMillis());
    }
  }

  /// The role that is not whole until this is over; empty for what no process suffers.
  default String role() {
    return switch (this) {
      case Kill(var role, _, _) -> role;
      case Pause(var role, _, _) -> role;
      case FlushRedis _ -> "redis";
      case Mishap _ -> "";
    };
  }

  /// In a few words.
  default String inWords() {
    return switch (this) {
      case Kill(_, var names, var down) ->
          "kill -9 %s, down for %.1f s".formatted(String.join(" and ", names), seconds(down));
      case Pause(_, var name, var span) -> "SIGSTOP %s for %.1f s".formatted(name, seconds(span));
      case FlushRedis _ -> "FLUSHALL of Redis";
      case Mishap(var on, var kind, var count) -> "Discord: %s %s x %d".formatted(on, kind, count);
    };
  }

  private static double seconds(Duration span) {
    return span.toMillis() / 1e3;
  }
}
