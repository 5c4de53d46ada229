package easel.worker.simulation;

/// A promise that a story broke.
final class BrokenPromise extends AssertionError {
  private static final long serialVersionUID = 1;

  final Promise promise;

  enum Promise {
    NOTHING_LOST("P1"),
    NOTHING_TWICE("P2"),
    WITHIN_LIMITS("P3"),
    IN_ORDER("P4"),
    NEVER_IDLE("P6"),
    RIGHT_PICTURE("P7");

    final String number;

    Promise(String number) {
      this.number = number;
    }
  }

  BrokenPromise(Promise promise, String how) {
    super(promise.number + " " + promise + ": " + how);
    this.promise = promise;
  }
}
