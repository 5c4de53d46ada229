package easel.dispatcher.pool;

import easel.common.directory.AccountEntry;
import easel.common.id.AccountId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which of its accounts a queue used longest ago: the number of the last job that each was given.
public final class Turn {
  private static final long NEVER = Long.MIN_VALUE;

  private final Map<AccountId, Long> lastJobs;

  public Turn(Map<AccountId, Long> lastJobs) {
    this.lastJobs = new HashMap<>(lastJobs);
  }

  /// The accounts in turn: the one used longest ago first, those never used before all others.
  public List<AccountEntry> order(List<AccountEntry> accounts) {
    return accounts.stream()
        .sorted(
            Comparator.<AccountEntry>comparingLong(
                    account -> lastJobs.getOrDefault(account.id(), NEVER))
                .thenComparing(AccountEntry::id))
        .toList();
  }

  /// Notes that the account was given the job with this number; an older job changes nothing.
  public void used(AccountId account, long number) {
    lastJobs.merge(account, number, Math::max);
  }
}
