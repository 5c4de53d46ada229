package easel.api.account;

import easel.api.plan.MidjourneyPlan;
import easel.common.id.AccountId;
import easel.common.message.Reply.AccountState.AccountInfo;
import easel.common.message.Reply.AccountState.Mode;
import easel.common.message.Reply.AccountState.Remedy;
import easel.common.message.Reply.AccountState.Status;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A linked account, with what its own jobs are doing.
///
/// @param customer null for one of the operator's shared accounts
/// @param remedy after what it is tried again; null where its trouble ends by itself, or it has
///   none
/// @param checks how often its owner has asked for that
/// @param secondEar whether it is also heard through its own session at Discord
/// @param remix whether it is in remix mode at Midjourney, as its owner says
/// @param mode in which it draws where a prompt asks for none; null where that is not known
/// @param atOnce the most jobs at once that this mode leaves of its limit, as it was last written
/// @param info what Midjourney said of it last; null where that is not heard (any more)
/// @param since when it became ready, or stopped being usable; null where nobody has said yet
record Account(
    AccountId id,
    @Nullable Long customer,
    String discordUser,
    String label,
    String server,
    String channel,
    String sealedUserToken,
    @Nullable String sealedBotToken,
    MidjourneyPlan midjourneyPlan,
    int concurrency,
    boolean active,
    Status status,
    @Nullable String attention,
    @Nullable Remedy remedy,
    int checks,
    boolean secondEar,
    boolean remix,
    @Nullable Mode mode,
    int atOnce,
    @Nullable AccountInfo info,
    @Nullable Instant since,
    int running,
    int waiting) {
  Account {
    info = secondEar ? info : null;
  }

  /// Its state as customers see it: a paused one is PAUSED whatever else it is.
  String state() {
    return active ? status.name() : "PAUSED";
  }

  /// Whether it is tried again if its owner asks for that.
  boolean awaitsCheck() {
    return status == Status.NEEDS_ATTENTION && remedy == Remedy.CHECK_AGAIN;
  }

  @Override
  public String toString() {
    return "Account[id=%s, status=%s]".formatted(id, status);
  }
}
