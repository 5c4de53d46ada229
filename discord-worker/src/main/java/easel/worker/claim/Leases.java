package easel.worker.claim;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// Who owns which partition, for how long, by PostgreSQL's clock alone.
///
/// A lease is whole again after PostgreSQL restarted, since nobody could renew it meanwhile; and
/// void as soon as its owner's session is gone.
public interface Leases {
  /// Notes that this worker lives.
  void beat(int session);

  /// The names of the living workers: heard of lately, and their session stands.
  List<String> living();

  /// Renews all leases of this worker, and returns their partitions with their epochs. What is
  /// missing was lost.
  Map<Integer, Long> renew(int session);

  /// Takes a partition over if it is free, and returns its new epoch. Waits for writes under way.
  OptionalLong take(int partition, int session);

  /// Gives a partition up at once.
  void release(int partition, int session);

  /// Moves what this worker owns under its new session, after the old one broke.
  void inherit(int session, Collection<Integer> formerSessions);

  /// Leaves the living.
  void leave(int session);

  /// Whether the worker that had this session certainly runs no more: it has no other, as it would
  /// after its connection was cut. A restart of PostgreSQL in between proves nothing, since it ends
  /// all sessions.
  boolean isGone(int other);
}
