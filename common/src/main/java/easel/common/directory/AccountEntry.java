package easel.common.directory;

import easel.common.id.AccountId;
import easel.common.id.PoolId;
import org.jspecify.annotations.Nullable;

/// A linked account as dispatchers and workers know it.
///
/// @param discordUser its Discord user id: limits count by it
/// @param channel where its threads are made
/// @param limit the most jobs at once on it
/// @param usable whether it takes jobs now: active, connected, without trouble
/// @param linked false once it was unlinked: only then do its waiting jobs end
/// @param sealedBotToken null for the operator's bot
/// @param secondEar whether it is also heard through its own session at Discord; null where whoever
///   wrote it does not know of that
/// @param checks how often its owner has asked that it be tried again after trouble; null where
///   whoever wrote it does not know of that
public record AccountEntry(
    AccountId id,
    PoolId pool,
    String discordUser,
    String server,
    String channel,
    int limit,
    boolean usable,
    boolean linked,
    String sealedUserToken,
    @Nullable String sealedBotToken,
    @Nullable Boolean secondEar,
    @Nullable Integer checks) {
  public boolean hasSecondEar() {
    return Boolean.TRUE.equals(secondEar);
  }

  @Override
  public String toString() {
    return "AccountEntry[id=%s, pool=%s, limit=%d, usable=%s, linked=%s]"
        .formatted(id, pool, limit, usable, linked);
  }
}
