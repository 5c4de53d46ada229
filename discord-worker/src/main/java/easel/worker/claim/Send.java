package easel.worker.claim;

import org.jspecify.annotations.Nullable;

/// A send that has begun.
///
/// @param thread where the answer will appear
/// @param ownThread whether that is a thread of ours, in which the command is alone
/// @param floor the newest message there before the send: only what is above can belong to the job
/// @param sender the session of the worker that was to send it, or {@link #NOBODY}
/// @param nonce repeated by Discord in what answers it; null of what was begun before that was kept
public record Send(long thread, boolean ownThread, long floor, int sender, @Nullable String nonce) {
  /// Whoever was to send it can do so no more: the request is over.
  public static final int NOBODY = 0;

  /// The same, whose answers are known by another nonce.
  public Send withNonce(String other) {
    return new Send(thread, ownThread, floor, sender, other);
  }

  /// What became of it so far.
  ///
  /// @param received whether Discord certainly took it
  /// @param inDoubtBefore whether a doubt was decided already: it is decided once
  /// @param startMessage Midjourney's first answer
  /// @param midjourneyJob Midjourney's own job id
  /// @param ambiguous whether two commands began where one was sent
  /// @param dialogAnswered whether the dialog that it opened was filled in, or may have been
  public record Progress(
      boolean received,
      boolean inDoubtBefore,
      @Nullable Long startMessage,
      @Nullable String midjourneyJob,
      boolean ambiguous,
      boolean dialogAnswered) {}
}
