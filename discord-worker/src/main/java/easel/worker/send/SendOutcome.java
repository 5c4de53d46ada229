package easel.worker.send;

import java.time.Duration;

/// What became of a request that Discord should act on.
public sealed interface SendOutcome {
  /// Discord took it. Whether Midjourney answers is another matter.
  record Taken() implements SendOutcome {}

  /// Certainly not taken: too fast.
  record TooFast(Duration retryAfter) implements SendOutcome {}

  /// Certainly not taken: the account's token is dead.
  record TokenRefused() implements SendOutcome {}

  /// Certainly not taken: the account may not.
  record Forbidden(String detail) implements SendOutcome {}

  /// Certainly not taken: the thread is archived.
  record ThreadArchived() implements SendOutcome {}

  /// Certainly not taken: the thread or channel is gone.
  record ChannelGone() implements SendOutcome {}

  /// Certainly not taken: Midjourney edited its command since we looked.
  record StaleCommand() implements SendOutcome {}

  /// Certainly not taken, and would not be if it were repeated.
  record Invalid(String detail) implements SendOutcome {}

  /// Certainly not taken: Discord was not reached, or it was too late to begin.
  record NotSent(String detail) implements SendOutcome {}

  /// It may have been taken or not.
  record InDoubt(String detail) implements SendOutcome {}
}
