package easel.common.directory;

import easel.common.id.AccountId;
import easel.common.id.PoolId;
import easel.common.id.QueueId;
import org.jspecify.annotations.Nullable;

/// A queue of waiting jobs as dispatchers and workers know it.
///
/// @param pool the accounts that serve it
/// @param account the one of them that does, null if they do in turn
/// @param limit the most jobs of this queue at once over all accounts; `UNLIMITED` if only the
///   accounts' limits count
/// @param declared whether its lane exists: from its first job on
public record QueueEntry(
    QueueId id,
    PoolId pool,
    @Nullable AccountId account,
    int limit,
    boolean paused,
    boolean declared) {
  /// More than any account can run.
  public static final int UNLIMITED = 1_000_000;
}
