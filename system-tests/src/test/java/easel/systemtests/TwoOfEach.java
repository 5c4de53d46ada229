package easel.systemtests;

/// Gives tests one Easel with two of each service, its own brokers and a simulator.
final class TwoOfEach extends SharedEasel {
  TwoOfEach() {
    super("easel-logs", () -> Deployment.twoOfEach().up());
  }
}
