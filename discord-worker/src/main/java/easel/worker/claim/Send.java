package easel.worker.claim;

import org.jspecify.annotations.Nullable;

/// A send that has begun.
///
/// @param thread where the answer will appear
/// @param ownThread whether that is a thread of ours, in which the command is alone
/// @param floor the newest message there before the send: only what is above can belong to the job
/// @param sender the session of the worker that was to send it, or {@link #NOBODY}
public record Send(long thread, boolean ownThread, long floor, int sender) {
  /// Whoever was to send it can do so no more: the request is over.
  public static final int NOBODY = 0;

  /// What became of it so far.
  ///
  /// @param received whether Discord certainly took it
  /// @param inDoubtBefore whether a doubt was decided already: it is decided once
  /// @param startMessage Midjourney's first answer
  /// @param midjourneyJob Midjourney's own job id
  /// @param ambiguous whether two commands began where one was sent
  public record Progress(
      boolean received,
      boolean inDoubtBefore,
      @Nullable Long startMessage,
      @Nullable String midjourneyJob,
      boolean ambiguous) {}
}
