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

  /// Nowhere as far as is known; a directory that is a moment behind looks the same.
  ///
  /// @param subject what is missing: an account, or any account of a pool
  record Missing(Object subject, String detail) implements Target {}

  /// Nothing can be said before the directory is complete.
  record Unknown() implements Target {}
}
