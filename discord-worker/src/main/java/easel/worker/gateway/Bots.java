package easel.worker.gateway;

/// The bots of this worker, one session per token.
public interface Bots {
  /// The bot with this token, which is connected if it was not yet.
  Bot bot(String token);

  /// Ends the session of a bot that nobody listens to.
  void drop(String token);
}
