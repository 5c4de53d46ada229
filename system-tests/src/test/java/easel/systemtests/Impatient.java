package easel.systemtests;

import java.time.Duration;

/// Gives tests one Easel with two of each service that gives jobs, accounts and downloads up within
/// seconds.
final class Impatient extends SharedEasel {
  static final Duration SILENCE = Duration.ofSeconds(8);
  static final Duration QUARANTINE = Duration.ofSeconds(20);

  Impatient() {
    super("easel-logs-impatient", Impatient::kind);
  }

  private static Deployment.Builder kind() {
    return Deployment.twoOfEach()
        .environment("EASEL_FIRST_SIGN_TIMEOUT", SILENCE.toSeconds() + "s")
        .environment("EASEL_SILENCE_TIMEOUT", SILENCE.toSeconds() + "s")
        .environment("EASEL_QUARANTINE", QUARANTINE.toSeconds() + "s")
        .environment("EASEL_ACCOUNT_PATIENCE", "6s")
        .environment("EASEL_PICTURE_DEADLINE", "3s")
        .environment("EASEL_PICTURE_LEASE", "5s");
  }
}
