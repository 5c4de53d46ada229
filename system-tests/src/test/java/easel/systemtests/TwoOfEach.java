package easel.systemtests;

import org.junit.jupiter.api.extension.ExtensionContext;

/// Gives tests one Easel with two of each service, its own brokers and a simulator.
public final class TwoOfEach extends SharedEasel {
  public TwoOfEach() {
    // What tests give to be fetched is on this machine.
    super(
        "easel-logs", () -> Deployment.twoOfEach().environment("EASEL_WEBHOOK_ALLOW", "127.0.0.1"));
  }

  /// The one that all tests get.
  public static Deployment of(ExtensionContext context) {
    return new TwoOfEach().deployment(context);
  }

  /// The failure of a test, with how Easel was.
  public static Throwable explain(ExtensionContext context, Throwable failed) {
    return new TwoOfEach().explained(context, failed);
  }

  /// @throws AssertionError if a call to it since the last look was not as described
  public static void requireCallsAsDescribed(ExtensionContext context) {
    new TwoOfEach().requireAsDescribed(context);
  }
}
