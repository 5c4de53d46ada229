package easel.worker.claim;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The leases in PostgreSQL.
public final class SqlLeases implements Leases {
  private static final String LEASE = "interval '5 seconds'";
  private final JdbcClient jdbc;

  public SqlLeases(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void beat(int session) {
    jdbc.sql("UPDATE worker SET beat = clock_timestamp() WHERE session = :session")
        .param("session", session)
        .update();
  }

  @Override
  public List<String> living() {
    return jdbc.sql(
            """
            SELECT DISTINCT name FROM worker
            WHERE beat > clock_timestamp() - %s
              AND (session IN (%s) OR postmaster <> pg_postmaster_start_time())
            """
                .formatted(LEASE, SessionPresence.HELD_SESSIONS))
        .query((row, _) -> row.getString("name"))
        .list();
  }

  @Override
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

  @Override
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
                .formatted(LEASE, SessionPresence.HELD_SESSIONS))
        .param("session", session)
        .param("partition", partition)
        .query(Long.class)
        .optional()
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }

  @Override
  public void release(int partition, int session) {
    jdbc.sql("UPDATE partition SET owner = NULL WHERE number = :partition AND owner = :session")
        .param("partition", partition)
        .param("session", session)
        .update();
  }

  @Override
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

  @Override
  public void leave(int session) {
    jdbc.sql("UPDATE worker SET beat = '-infinity' WHERE session = :session")
        .param("session", session)
        .update();
  }

  @Override
  public boolean isGone(int other) {
    return jdbc.sql(
            """
            SELECT EXISTS (
                SELECT 1 FROM worker
                WHERE session = :session AND postmaster = pg_postmaster_start_time())
              AND NOT EXISTS (
                SELECT 1 FROM worker former JOIN worker now USING (name)
                WHERE former.session = :session AND now.session IN (%s))
            """
                .formatted(SessionPresence.HELD_SESSIONS))
        .param("session", other)
        .query(Boolean.class)
        .single();
  }
}
