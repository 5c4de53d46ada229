package easel.systemtests.chaos;

/// What an answer to a request for a job says.
sealed interface Reply {
  /// @param queue whose job it is
  record Accepted(String messageId, String queue) implements Reply {}

  /// It cannot be run as things stand.
  record Refused() implements Reply {}

  /// Nothing that the contract has.
  record Wrong() implements Reply {}
}
