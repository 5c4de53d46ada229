package easel.api.queue;

import easel.common.directory.QueueEntry;
import easel.common.id.AccountId;
import easel.common.id.PoolId;
import easel.common.id.QueueId;
import org.jspecify.annotations.Nullable;

/// A queue as it is kept.
///
/// @param ofAccount the account whose queue it is, null for a customer's one queue
/// @param home the account that serves it, null if the pool does in turn
record QueueRow(
    QueueId id, PoolId pool, @Nullable AccountId ofAccount, @Nullable AccountId home, int limit) {
  static QueueRow ofCustomer(long customer, PoolId pool, int limit) {
    return new QueueRow(QueueId.ofCustomer(customer), pool, null, null, limit);
  }

  static QueueRow ofAccount(AccountId account, PoolId pool, @Nullable AccountId home) {
    return new QueueRow(QueueId.ofAccount(account), pool, account, home, QueueEntry.UNLIMITED);
  }
}
