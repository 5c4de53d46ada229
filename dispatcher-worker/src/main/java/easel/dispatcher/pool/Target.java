package easel.dispatcher.pool;

import easel.common.directory.AccountEntry;
import easel.common.id.PoolId;
import java.util.List;

/// Where the directory lets a job run.
public sealed interface Target {
  /// On this linked account alone.
  record Bound(AccountEntry account) implements Target {}

  /// On any of these, all linked, usable or not.
  record InTurn(PoolId pool, List<AccountEntry> accounts) implements Target {
    public InTurn {
      accounts = List.copyOf(accounts);
    }
  }

  /// Nowhere: its account was unlinked.
  record Nowhere(String detail) implements Target {}

  /// Nowhere as far as is known: its pool has no linked account. A directory that is a moment
  /// behind looks the same.
  record NoAccountLeft(PoolId pool) implements Target {}

  /// Nothing can be said: the directory is not complete, or does not know its account. Only one
  /// that says "unlinked" of an account ends jobs.
  record Unknown() implements Target {}
}
