package easel.worker.claim;

import java.util.List;
import java.util.Set;

/// Easel's own threads on Discord, as remembered.
public interface Threads {
  /// @param ordinal its number among the account's threads: the lowest free one is used
  record Known(long id, long channel, int ordinal) {}

  /// The threads of an account that may be used.
  List<Known> of(String discordUser);

  /// The accounts that have such threads.
  Set<String> users();

  void add(String discordUser, Known thread);

  /// Nothing is sent in this thread any more: something may still appear there.
  void retire(long thread);
}
