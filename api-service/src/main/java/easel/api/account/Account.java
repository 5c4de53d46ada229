package easel.api.account;

import easel.api.plan.MidjourneyPlan;
import easel.common.id.AccountId;
import easel.common.message.Reply.AccountState.Mode;
import easel.common.message.Reply.AccountState.Status;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A linked account, with what its own jobs are doing.
///
/// @param customer null for one of the operator's shared accounts
/// @param secondEar whether it is also heard through its own session at Discord
/// @param mode in which it draws where a prompt asks for none; null where that is not known
/// @param atOnce the most jobs at once that this mode leaves of its limit, as it was last written
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
    boolean secondEar,
    @Nullable Mode mode,
    int atOnce,
    @Nullable Instant since,
    int running,
    int waiting) {
  /// Its state as customers see it: a paused one is PAUSED whatever else it is.
  String state() {
    return active ? status.name() : "PAUSED";
  }

  @Override
  public String toString() {
    return "Account[id=%s, status=%s]".formatted(id, status);
  }
}
