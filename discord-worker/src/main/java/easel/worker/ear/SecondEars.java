package easel.worker.ear;

/// The accounts' own sessions of this worker.
public interface SecondEars {
  /// Opens the session of an account, which is kept open until it is closed or refused.
  SecondEar open(String userToken, EarListener listener);
}
