package easel.common.directory;

import easel.common.id.AccountId;
import easel.common.id.PoolId;
import easel.common.id.QueueId;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// All accounts and queues at one moment.
///
/// @param complete false while the read model in Redis is missing or being built: then what is not
///   in here is unknown, not gone, and nothing may be dispatched
public record Directory(
    boolean complete, Map<AccountId, AccountEntry> accounts, Map<QueueId, QueueEntry> queues) {
  public static final Directory UNKNOWN = new Directory(false, Map.of(), Map.of());

  public Directory {
    accounts = Map.copyOf(accounts);
    queues = Map.copyOf(queues);
  }

  public Optional<AccountEntry> account(AccountId id) {
    return Optional.ofNullable(accounts.get(id));
  }

  public Optional<QueueEntry> queue(QueueId id) {
    return Optional.ofNullable(queues.get(id));
  }

  /// The linked accounts of a pool, usable or not.
  public Stream<AccountEntry> accountsOf(PoolId pool) {
    return accounts.values().stream()
        .filter(account -> account.linked() && account.pool().equals(pool));
  }
}
