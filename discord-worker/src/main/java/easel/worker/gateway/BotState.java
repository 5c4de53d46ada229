package easel.worker.gateway;

/// Whether a bot listens.
public sealed interface BotState {
  record Connecting() implements BotState {}

  record Connected() implements BotState {}

  /// Discord does not want it, and repeating would change nothing.
  ///
  /// @param reason for the owner of the account; never the token
  record Refused(String reason) implements BotState {}
}
