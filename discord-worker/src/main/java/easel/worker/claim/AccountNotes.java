package easel.worker.claim;

import easel.common.message.Reply.AccountState.Mode;
import easel.common.message.Reply.AccountState.Remedy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What was learned of accounts and outlives a worker.
public interface AccountNotes {
  /// @param seenPublic whether one of its commands was seen to begin in public
  /// @param hiddenLeft how many more have to, since one did not
  /// @param attention what keeps it from working
  /// @param attentionRemedy after what it is tried again; null where it was found by an older
  ///   version
  /// @param attentionFor the credentials for which that was found, and which try
  /// @param attentionUntil when that ends by itself; null where somebody has to see to it
  /// @param mode in which it draws where a prompt asks for none; null where that is not known
  record Notes(
      boolean seenPublic,
      int hiddenLeft,
      @Nullable String attention,
      @Nullable Remedy attentionRemedy,
      @Nullable String attentionFor,
      @Nullable Instant attentionUntil,
      @Nullable Mode mode) {
    public static final Notes NONE = new Notes(false, 0, null, null, null, null, null);
    private static final int AFTER_HIDDEN = 10;

    /// Whether its recent commands all began in public.
    public boolean beginsInPublic() {
      return seenPublic && hiddenLeft == 0;
    }

    public Notes withPublicStart() {
      return new Notes(
          true,
          Math.max(0, hiddenLeft - 1),
          attention,
          attentionRemedy,
          attentionFor,
          attentionUntil,
          mode);
    }

    public Notes withHiddenStart() {
      return new Notes(
          seenPublic, AFTER_HIDDEN, attention, attentionRemedy, attentionFor, attentionUntil, mode);
    }

    public Notes withAttention(
        @Nullable String reason,
        @Nullable Remedy remedy,
        @Nullable String foundFor,
        @Nullable Instant until) {
      return new Notes(seenPublic, hiddenLeft, reason, remedy, foundFor, until, mode);
    }

    public Notes withMode(@Nullable Mode known) {
      return new Notes(
          seenPublic, hiddenLeft, attention, attentionRemedy, attentionFor, attentionUntil, known);
    }
  }

  Notes of(String discordUser);

  void write(String discordUser, Notes notes);
}
