package easel.api.http;

import easel.api.outage.Outage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Failures that pass by themselves: what was asked for may be asked for again.
public final class Passing {
  private static final Logger LOG = LoggerFactory.getLogger(Passing.class);
  private static final Duration RETRY = Duration.ofSeconds(2);

  private Passing() {}

  /// What to answer to this failure, null if it does not pass by itself.
  public static @Nullable Problem of(Throwable thrown) {
    if (Outage.isBusy(thrown)) {
      // Somebody else held what this needed, for longer than it waits.
      LOG.atWarn().addKeyValue("cause", thrown.getMessage()).log("A lock was not to be had; 503");
      return Problem.unavailable(
          "busy",
          "Other requests held this one up for too long; nothing was changed. Try again.",
          RETRY);
    }
    var outage = Outage.of(thrown);
    if (outage == null) {
      return null;
    }
    LOG.atDebug().addKeyValue("unreachable", outage.title()).setCause(thrown).log("Answered 503");
    return Problem.unavailable(
        "unavailable",
        outage.title() + " does not answer; nothing is known to have changed. Try again.",
        RETRY);
  }
}
