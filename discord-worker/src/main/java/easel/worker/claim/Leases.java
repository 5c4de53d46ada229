package easel.worker.claim;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Who owns which partition, for how long, by PostgreSQL's clock alone.
///
/// A lease is whole again after PostgreSQL restarted, since nobody could renew it meanwhile; and
/// void as soon as its owner's session is gone.
public final class Leases {
  private static final String LEASE = "interval '5 seconds'";
  private final JdbcClient jdbc;

  public Leases(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// Notes that this worker lives.
  public void beat(int session) {
    jdbc.sql("UPDATE worker SET beat = clock_timestamp() WHERE session = :session")
        .param("session", session)
        .update();
  }

  /// The names of the living workers: heard of lately, and their session stands.
  public List<String> living() {
    return jdbc.sql(
            """
            SELECT DISTINCT name FROM worker
            WHERE beat > clock_timestamp() - %s
              AND (session IN (%s) OR postmaster <> pg_postmaster_start_time())
            """
                .formatted(LEASE, Presence.HELD_SESSIONS))
        .query((row, _) -> row.getString("name"))
        .list();
  }

  /// Renews all leases of this worker, and returns their partitions with their epochs. What is
  /// missing was lost.
  public Map<Integer, Long> renew(int session) {
    return jdbc
        .sql(
            """
            UPDATE partition SET leased_until = clock_timestamp() + %s
            WHERE owner = :session RETURNING number, epoch
            """
                .formatted(LEASE))
        .param("session", session)
        .query((row, _) -> Map.entry(row.getInt("number"), row.getLong("epoch")))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /// Takes a partition over if it is free, and returns its new epoch. Waits for writes under way.
  public OptionalLong take(int partition, int session) {
    return jdbc.sql(
            """
            UPDATE partition
            SET owner = :session, epoch = epoch + 1, leased_until = clock_timestamp() + %1$s
            WHERE number = :partition
              AND (owner IS NULL
                OR greatest(leased_until, pg_postmaster_start_time() + %1$s) < clock_timestamp()
                OR owner NOT IN (%2$s) AND owner IN (
                  SELECT session FROM worker WHERE postmaster = pg_postmaster_start_time()))
            RETURNING epoch
            """
                .formatted(LEASE, Presence.HELD_SESSIONS))
        .param("session", session)
        .param("partition", partition)
        .query(Long.class)
        .optional()
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }

  /// Gives a partition up at once.
  public void release(int partition, int session) {
    jdbc.sql("UPDATE partition SET owner = NULL WHERE number = :partition AND owner = :session")
        .param("partition", partition)
        .param("session", session)
        .update();
  }

  /// Moves what this worker owns under its new session, after the old one broke.
  public void inherit(int session, Collection<Integer> formerSessions) {
    if (formerSessions.isEmpty()) {
      return;
    }
    jdbc.sql("UPDATE partition SET owner = :session WHERE owner = ANY (:former)")
        .param("session", session)
        .param(
            "former",
            formerSessions.stream().mapToInt(Integer::intValue).boxed().toArray(Integer[]::new))
        .update();
  }

  /// Leaves the living.
  public void leave(int session) {
    jdbc.sql("UPDATE worker SET beat = '-infinity' WHERE session = :session")
        .param("session", session)
        .update();
  }

  /// Whether the worker that had this session certainly runs no more. A restart of PostgreSQL in
  /// between proves nothing, since it ends all sessions.
  public boolean isGone(int other) {
    return jdbc.sql(
            """
            SELECT :session NOT IN (%s) AND EXISTS (
              SELECT 1 FROM worker
              WHERE session = :session AND postmaster = pg_postmaster_start_time())
            """
                .formatted(Presence.HELD_SESSIONS))
        .param("session", other)
        .query(Boolean.class)
        .single();
  }
}
