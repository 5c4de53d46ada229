package easel.worker.gateway;

/// What Discord made of the wish for a thread that is not archived.
public sealed interface ThreadAnswer {
  /// There is one.
  record Awake(long thread) implements ThreadAnswer {}

  /// There is no such thread or channel any more.
  record Gone() implements ThreadAnswer {}

  /// The server has as many active threads as Discord allows.
  record ServerFull() implements ThreadAnswer {}
}
