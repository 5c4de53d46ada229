package easel.api.customer;

/// Slows whoever tries keys until one is the operator's. Customers' keys are made by Easel and
/// cannot be guessed.
public interface Guesses {
  /// Counts a wrong one.
  ///
  /// @param address where the key came from
  /// @throws easel.api.http.Problem 429 if too many wrong ones came from there lately. A right one
  ///   is refused then, too: else the answer would tell it from the others
  void check(String address, boolean isRight);
}
