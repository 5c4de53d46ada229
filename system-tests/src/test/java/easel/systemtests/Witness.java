package easel.systemtests;

import easel.systemtests.promise.History;
import easel.systemtests.promise.History.End;
import easel.systemtests.promise.History.Send;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads the simulator's ledger into a history. A job is known by the word `tag…` in its prompt.
final class Witness {
  private static final Pattern TAG = Pattern.compile("\\btag[0-9]+\\b");

  private final Simulator simulator;
  private final Map<String, String> tagsOfJobs = new HashMap<>();
  private long seen;

  private Witness(Simulator simulator, long seen) {
    this.simulator = simulator;
    this.seen = seen;
  }

  /// Sees what happens from now on.
  static Witness from(Simulator simulator) {
    var witness = new Witness(simulator, 0);
    witness.skip();
    return witness;
  }

  /// Adds what happened since the last look.
  void tell(History history) {
    for (var entries = simulator.ledger(seen);
        !entries.isEmpty();
        entries = simulator.ledger(seen)) {
      for (var entry : entries) {
        seen = entry.seq();
        if (entry.is("INTERACTION") && entry.taken()) {
          tag(entry.prompt())
              .ifPresent(tag -> history.sent(new Send(tag, entry.account(), entry.nanos())));
        }
        tag(entry.prompt()).ifPresent(tag -> tagsOfJobs.putIfAbsent(entry.job(), tag));
        if (entry.is("JOB_ENDED")) {
          var tag = tag(entry.prompt()).orElse(tagsOfJobs.get(entry.job()));
          if (tag != null) {
            history.ended(new End(tag, entry.account(), entry.nanos(), entry.end()));
          }
        }
      }
    }
  }

  private void skip() {
    for (var entries = simulator.ledger(seen);
        !entries.isEmpty();
        entries = simulator.ledger(seen)) {
      seen = entries.getLast().seq();
    }
  }

  private static Optional<String> tag(String prompt) {
    var matcher = TAG.matcher(prompt);
    return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
  }
}
