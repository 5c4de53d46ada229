package easel.api.queue;

import easel.api.plan.Plan;
import easel.common.id.AccountId;
import easel.common.id.PoolId;
import easel.common.id.QueueId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which queues a customer has and who serves them, from its plan and accounts alone. Queues are
/// never removed: one that gets no new jobs any more is served until it is empty.
record Arrangement(long customer, Plan plan, List<Served> accounts) {
  /// An account of the customer, linked or no longer.
  ///
  /// @param overdue unusable for longer than its jobs have patience
  record Served(AccountId id, boolean linked, boolean usable, boolean overdue) {}

  /// The customer's queues as they should be, given those that exist.
  List<QueueRow> queues(Set<QueueId> existing) {
    var queues = new ArrayList<QueueRow>();
    if (plan.hasOneQueue() || existing.contains(QueueId.ofCustomer(customer))) {
      queues.add(QueueRow.ofCustomer(customer, servingPool(), Plan.JOBS_AT_ONCE));
    }
    for (var account : accounts) {
      var needed = !plan.hasOneQueue() && account.linked();
      if (needed || existing.contains(QueueId.ofAccount(account.id()))) {
        queues.add(QueueRow.ofAccount(account.id(), PoolId.ofCustomer(customer), home(account)));
      }
    }
    return queues;
  }

  private PoolId servingPool() {
    return accounts.stream().anyMatch(Served::linked) ? PoolId.ofCustomer(customer) : PoolId.SHARED;
  }

  // An account's own queue is the account's, unless others can do better: it was unlinked, has been
  // in trouble for too long, or the plan no longer has a queue for each account.
  private @Nullable AccountId home(Served account) {
    if (!account.linked() || plan.hasOneQueue()) {
      return null;
    }
    return account.overdue() && isAnotherUsable(account, accounts) ? null : account.id();
  }

  private static boolean isAnotherUsable(Served account, Collection<Served> accounts) {
    return accounts.stream()
        .anyMatch(other -> !other.id().equals(account.id()) && other.linked() && other.usable());
  }
}
