package easel.systemtests.chaos;

import easel.systemtests.Simulator.Entry;
import easel.systemtests.promise.Disturbance;
import easel.systemtests.promise.Disturbance.Cause;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What Discord did wrong, read off the simulator's ledger, and how long each mishap holds up the
/// account that it struck.
final class DiscordFaults {
  // A request that is not answered is waited for 10 s, then history is read after 5 s more.
  private static final Duration DOUBT = Duration.ofSeconds(5);
  private static final Duration NO_ANSWER = Duration.ofSeconds(10);
  // Two heartbeats are missed, and the third is not sent any more; then a session is begun.
  private static final Duration DEAF = Campaign.HEARTBEAT.multipliedBy(3).plus(DOUBT);
  private static final Map<String, Duration> EFFECTS =
      Map.ofEntries(
          Map.entry("429", Fault.Mishap.RETRY_AFTER),
          Map.entry("500", DOUBT),
          Map.entry("html502", DOUBT),
          Map.entry("hang", NO_ANSWER.plus(DOUBT)),
          Map.entry("cutBefore", DOUBT),
          Map.entry("cutAfter", DOUBT),
          Map.entry("delay", Fault.Mishap.DELAY),
          Map.entry("silent", Duration.ZERO),
          // A session is begun at most once in 5 s.
          Map.entry("drop", DOUBT),
          Map.entry("op7", DOUBT),
          Map.entry("op9resumable", DOUBT),
          Map.entry("op9", DOUBT),
          Map.entry("duplicate", Duration.ZERO),
          Map.entry("reorder", Duration.ZERO));

  private DiscordFaults() {}

  static List<Disturbance> in(List<Entry> ledger) {
    return ledger.stream()
        .filter(entry -> entry.is("FAULT"))
        .map(DiscordFaults::disturbance)
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<Disturbance> disturbance(Entry entry) {
    var ofGateway = entry.all().getOrDefault("detail", "").equals("gateway");
    var effect = ofGateway && entry.outcome().equals("hang") ? DEAF : EFFECTS.get(entry.outcome());
    if (effect == null) {
      throw new IllegalArgumentException("expected a known mishap, got: " + entry.outcome());
    }
    if (effect.isZero()) {
      return Optional.empty();
    }
    // What a person's account suffers concerns that account alone; what a bot suffers, all.
    var ofPerson = entry.all().getOrDefault("detail", "").contains("/interactions");
    return Optional.of(
        new Disturbance(
            Cause.DISCORD,
            "discord " + entry.account(),
            ofPerson ? entry.account() : "",
            entry.nanos(),
            entry.nanos() + effect.toNanos()));
  }
}
