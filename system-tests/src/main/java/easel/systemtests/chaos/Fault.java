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

  /// SIGKILL of nodes of RabbitMQ whose data is lost, too: each comes back as a new one. All of
  /// them: a broker that is empty.
  record Wipe(List<String> nodes, Duration down) implements Fault {
    public Wipe {
      nodes = List.copyOf(nodes);
    }
  }

  /// SIGKILL of Redis, which comes back with the data that it had some time before, as a replica
  /// does that had not yet been told everything.
  record FallBehind(Duration behind, Duration down) implements Fault {}

  /// Connections between the services and a broker are reset.
  ///
  /// @param share how many of them, more than 0 and at most 1
  /// @param choice which ones
  record Cut(String role, double share, long choice) implements Fault {}

  /// Nothing passes on connections between the services and a broker, while both sides see them
  /// open.
  ///
  /// @param heals whether it all passes afterwards; otherwise they are reset
  record HalfOpen(String role, double share, long choice, Duration span, boolean heals)
      implements Fault {}

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
      case Wipe _ -> "rabbitmq";
      case FallBehind _, FlushRedis _ -> "redis";
      case Cut(var role, _, _) -> role;
      case HalfOpen(var role, _, _, _, _) -> role;
      case Mishap _ -> "";
    };
  }

  /// The processes that end by SIGKILL.
  default List<String> killed() {
    return switch (this) {
      case Kill(_, var names, _) -> names;
      case Wipe(var nodes, _) -> nodes;
      case FallBehind _ -> List.of("redis");
      case Pause _, FlushRedis _, Cut _, HalfOpen _, Mishap _ -> List.of();
    };
  }

  /// In a few words.
  default String inWords() {
    return switch (this) {
      case Kill(_, var names, var down) ->
          "kill -9 %s, down for %.1f s".formatted(String.join(" and ", names), seconds(down));
      case Wipe(var nodes, var down) ->
          "wipe of %s, down for %.1f s".formatted(String.join(" and ", nodes), seconds(down));
      case FallBehind(var behind, var down) ->
          "Redis falls behind by %.1f s, then kill -9 redis, down for %.1f s"
              .formatted(seconds(behind), seconds(down));
      case Cut(var role, var share, _) -> "cut %.0f %% of %s".formatted(share * 100, role);
      case HalfOpen(var role, var share, _, var span, var heals) ->
          "half-open %.0f %% of %s for %.1f s, then %s"
              .formatted(share * 100, role, seconds(span), heals ? "it goes on" : "cut");
      case Pause(_, var name, var span) -> "SIGSTOP %s for %.1f s".formatted(name, seconds(span));
      case FlushRedis _ -> "FLUSHALL of Redis";
      case Mishap(var on, var kind, var count) -> "Discord: %s %s x %d".formatted(on, kind, count);
    };
  }

  private static double seconds(Duration span) {
    return span.toMillis() / 1e3;
  }
}
