package easel.systemtests;

/// Gives tests one Easel with two of each service, its own brokers and a simulator.
final class TwoOfEach extends SharedEasel {
  TwoOfEach() {
    // What tests give to be fetched is on this machine.
    super(
        "easel-logs",
        () -> Deployment.twoOfEach().environment("EASEL_WEBHOOK_ALLOW", "127.0.0.1").up());
  }
}
