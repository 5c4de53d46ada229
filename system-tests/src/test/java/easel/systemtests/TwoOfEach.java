package easel.systemtests;

import org.junit.jupiter.api.extension.ExtensionContext;

/// Gives tests one Easel with two of each service, its own brokers and a simulator.
public final class TwoOfEach extends SharedEasel {
  public TwoOfEach() {
    // What tests give to be fetched is on this machine.
    super(
        "easel-logs",
        () -> Deployment.twoOfEach().environment("EASEL_WEBHOOK_ALLOW", "127.0.0.1").up());
  }

  /// The one that all tests get.
  public static Deployment of(ExtensionContext context) {
    return new TwoOfEach().deployment(context);
  }
}
