package easel.worker.claim;

import easel.common.id.AccountId;
import easel.common.id.JobId;
import easel.common.id.QueueId;
import easel.common.message.JobEnd;
import easel.common.message.LaneJob;
import easel.common.message.Wire;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// The claims in PostgreSQL.
///
/// Every write to an open claim carries the epoch of its partition, held `FOR KEY SHARE` to the end
/// of its transaction: whoever raises the epoch waits for writes under way and refuses later ones.
/// The jobs of one Discord account are written by one thread, so counting them needs no lock; those
/// of a limited queue are counted under a lock of that queue, which is taken first.
public final class SqlClaims implements Claims {
  private static final String FENCE =
      """
      WITH fence AS (
        SELECT 1 FROM partition WHERE number = :partition AND epoch = :epoch FOR KEY SHARE
      )\
      """;

  private static final String ROOM =
      """
      , room AS (
        SELECT :accountLimit > (
            SELECT count(*) FROM claim
            WHERE discord_user = :discordUser AND state IN ('SENDING', 'TRACKING', 'ENDED'))
          AND (NOT :relaxed OR :relaxedLimit > (
            SELECT count(*) FROM claim
            WHERE discord_user = :discordUser AND state IN ('SENDING', 'TRACKING', 'ENDED')
              AND relaxed))
          AND (NOT :limitsQueue OR :queueLimit > (
            SELECT count(*) FROM claim
            WHERE queue = :queue AND state IN ('SENDING', 'TRACKING', 'ENDED'))) AS fits
      )\
      """;

  private static final String CLAIM =
      FENCE
          + ROOM
          + """
          , made AS (
            INSERT INTO claim (job, state, line, partition, account, discord_user, queue, body,
                relaxed, thread, own_thread, floor, sender, nonce, begun_at)
            SELECT :job, CASE WHEN fits THEN 'SENDING' ELSE 'CLAIMED' END, nextval('claim_line'),
                :partition, :account, :discordUser, :queue, :body, :relaxed,
                CASE WHEN fits THEN CAST(:thread AS bigint) END,
                CASE WHEN fits THEN CAST(:ownThread AS boolean) END,
                CASE WHEN fits THEN CAST(:floor AS bigint) END,
                CASE WHEN fits THEN CAST(:sender AS integer) END,
                CASE WHEN fits THEN CAST(:nonce AS text) END,
                CASE WHEN fits THEN clock_timestamp() END
            FROM fence, room
            ON CONFLICT (job) DO NOTHING
            RETURNING line, state
          )
          SELECT (SELECT line FROM made) AS line, (SELECT state FROM made) AS state
          """;

  private static final String BEGIN =
      FENCE
          + ROOM
          + """
          , changed AS (
            UPDATE claim SET state = 'SENDING', thread = :thread, own_thread = :ownThread,
              floor = :floor, sender = :sender, nonce = CAST(:nonce AS text),
              begun_at = clock_timestamp(), received = NULL,
              start_message = NULL, midjourney_job = NULL, ambiguous = false,
              dialog_answered = false
            FROM fence, room
            WHERE job = :job AND state = 'CLAIMED' AND fits
            RETURNING 1
          )
          SELECT (SELECT count(*) FROM fence) AS owner, (SELECT count(*) FROM changed) AS changed
          """;

  private static final String FOUND =
      """
      SELECT job, state, line, partition, account, discord_user, body, thread, own_thread, floor,
        sender, nonce, dialog_answered, received, in_doubt_before, start_message, midjourney_job,
        ambiguous, stop_asked, ended, told,
        coalesce(extract(epoch FROM clock_timestamp() - begun_at) * 1000, 0)::bigint AS begun_ms,
        coalesce(extract(epoch FROM clock_timestamp() - ended_at) * 1000, 0)::bigint AS ended_ms
      FROM claim
      """;

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  public SqlClaims(JdbcClient jdbc, TransactionTemplate transaction) {
    this.jdbc = jdbc;
    this.transaction = transaction;
  }

  @Override
  public Claiming claim(Fence fence, NewClaim job, @Nullable Send send, Room room) {
    var parameters = parameters(fence, job, room);
    parameters.put("account", job.account().value());
    parameters.put("body", Wire.writeText(job.body()));
    putSend(parameters, send);
    if (send == null) {
      parameters.put("accountLimit", 0);
    }
    var claiming =
        counted(
            job,
            send == null ? new Room(0, Room.UNLIMITED) : room,
            () -> jdbc.sql(CLAIM).params(parameters).query(SqlClaims::claiming).single());
    if (claiming.isPresent()) {
      return claiming.get();
    }
    return find(job.job()).<Claiming>map(Claiming.Known::new).orElseGet(Claiming.NotOwner::new);
  }

  private static Optional<Claiming> claiming(ResultSet row, int number) throws SQLException {
    var line = row.getLong("line");
    if (row.wasNull()) {
      return Optional.empty();
    }
    return Optional.of(
        row.getString("state").equals("SENDING")
            ? new Claiming.Begun(line)
            : new Claiming.Waits(line));
  }

  @Override
  public Written begin(Fence fence, NewClaim job, Send send, Room room) {
    var parameters = parameters(fence, job, room);
    putSend(parameters, send);
    return counted(
        job, room, () -> jdbc.sql(BEGIN).params(parameters).query(SqlClaims::written).single());
  }

  private <T> T counted(NewClaim job, Room room, Supplier<T> write) {
    if (!room.limitsQueue()) {
      return write.get();
    }
    // Jobs of this queue may be counted by several workers at once. The lock comes before the
    // statement that counts, whose snapshot then holds all that was counted before.
    var result =
        transaction.execute(
            _ -> {
              jdbc.sql(
                      "SELECT pg_advisory_xact_lock(hashtextextended('queue/' || :queue, 0))::text")
                  .param("queue", job.body().queue().value())
                  .query(String.class)
                  .optional();
              return write.get();
            });
    if (result == null) {
      throw new IllegalStateException("expected an answer of the claims table, got none");
    }
    return result;
  }

  private static Map<String, @Nullable Object> parameters(Fence fence, NewClaim job, Room room) {
    var parameters = new HashMap<String, @Nullable Object>();
    parameters.put("partition", fence.partition());
    parameters.put("epoch", fence.epoch());
    parameters.put("job", job.job().value());
    parameters.put("discordUser", job.discordUser());
    parameters.put("queue", job.body().queue().value());
    parameters.put("relaxed", job.relaxed());
    parameters.put("accountLimit", room.account());
    parameters.put("relaxedLimit", Room.RELAXED);
    parameters.put("limitsQueue", room.limitsQueue());
    parameters.put("queueLimit", room.queue());
    return parameters;
  }

  private static void putSend(Map<String, @Nullable Object> parameters, @Nullable Send send) {
    parameters.put("thread", send == null ? null : send.thread());
    parameters.put("ownThread", send == null ? null : send.ownThread());
    parameters.put("floor", send == null ? null : send.floor());
    parameters.put("sender", send == null ? null : send.sender());
    parameters.put("nonce", send == null ? null : send.nonce());
  }

  /// What was given up here may be done there all the same, once the job is being sent again.
  private static final String OF_SEND =
      """
      WHERE job = :job AND state = 'SENDING' AND nonce IS NOT DISTINCT FROM CAST(:nonce AS text)
      """;

  @Override
  public Written takeBack(Fence fence, JobId job, @Nullable String nonce, boolean inDoubtBefore) {
    var parameters = ofSend(job, nonce);
    parameters.put("inDoubtBefore", inDoubtBefore);
    return change(
        fence,
        """
        UPDATE claim SET state = 'CLAIMED', thread = NULL, own_thread = NULL, floor = NULL,
          sender = NULL, nonce = NULL, begun_at = NULL,
          in_doubt_before = in_doubt_before OR :inDoubtBefore
        FROM fence
        """
            + OF_SEND,
        parameters);
  }

  @Override
  public Written requestOver(Fence fence, JobId job, @Nullable String nonce) {
    var parameters = ofSend(job, nonce);
    parameters.put("nobody", Send.NOBODY);
    return change(fence, "UPDATE claim SET sender = :nobody FROM fence " + OF_SEND, parameters);
  }

  private static Map<String, @Nullable Object> ofSend(JobId job, @Nullable String nonce) {
    var parameters = new HashMap<String, @Nullable Object>();
    parameters.put("job", job.value());
    parameters.put("nonce", nonce);
    return parameters;
  }

  @Override
  public Written track(
      Fence fence, JobId job, boolean received, @Nullable Long start, @Nullable String midjourney) {
    var parameters = new HashMap<String, @Nullable Object>();
    parameters.put("job", job.value());
    parameters.put("received", received);
    parameters.put("start", start);
    parameters.put("midjourney", midjourney);
    return change(
        fence,
        """
        UPDATE claim SET state = 'TRACKING', received = coalesce(received, false) OR :received,
          start_message = coalesce(CAST(:start AS bigint), start_message),
          midjourney_job = coalesce(CAST(:midjourney AS text), midjourney_job)
        FROM fence WHERE job = :job AND state IN ('SENDING', 'TRACKING')
        """,
        parameters);
  }

  @Override
  public Written answerDialog(Fence fence, JobId job, String nonce) {
    return change(
        fence,
        """
        UPDATE claim SET dialog_answered = true, nonce = :nonce, received = false
        FROM fence WHERE job = :job AND state = 'TRACKING'
          AND (NOT dialog_answered OR nonce = :nonce)
        """,
        Map.of("job", job.value(), "nonce", nonce));
  }

  @Override
  public Written ambiguous(Fence fence, JobId job) {
    return change(
        fence,
        "UPDATE claim SET ambiguous = true FROM fence WHERE job = :job AND ended IS NULL",
        Map.of("job", job.value()));
  }

  @Override
  public Written askStop(Fence fence, JobId job) {
    return change(
        fence,
        "UPDATE claim SET stop_asked = true FROM fence WHERE job = :job AND ended IS NULL",
        Map.of("job", job.value()));
  }

  @Override
  public Written end(Fence fence, JobId job, JobEnd end, boolean closed) {
    var shrunk = closed ? ", " + SHRUNK : "";
    return change(
        fence,
        "UPDATE claim SET ended = :end, ended_at = clock_timestamp(), state = :state"
            + shrunk
            + " FROM fence WHERE job = :job AND ended IS NULL",
        Map.of(
            "job", job.value(), "end", Wire.writeText(end), "state", closed ? "CLOSED" : "ENDED"));
  }

  private static final String SHRUNK =
      """
      line = NULL, discord_user = NULL, queue = NULL, body = NULL, relaxed = NULL, thread = NULL,
      own_thread = NULL, floor = NULL, sender = NULL, nonce = NULL, begun_at = NULL, received = NULL,
      start_message = NULL, midjourney_job = NULL\
      """;

  @Override
  public Written close(Fence fence, JobId job) {
    return change(
        fence,
        "UPDATE claim SET state = 'CLOSED', "
            + SHRUNK
            + " FROM fence WHERE job = :job AND state = 'ENDED'",
        Map.of("job", job.value()));
  }

  private Written change(Fence fence, String update, Map<String, ? extends @Nullable Object> some) {
    var parameters = new HashMap<String, @Nullable Object>(some);
    parameters.put("partition", fence.partition());
    parameters.put("epoch", fence.epoch());
    return jdbc.sql(
            FENCE
                + ", changed AS ("
                + update
                + " RETURNING 1) SELECT (SELECT count(*) FROM fence) AS owner,"
                + " (SELECT count(*) FROM changed) AS changed")
        .params(parameters)
        .query(SqlClaims::written)
        .single();
  }

  private static Written written(ResultSet row, int number) throws SQLException {
    if (row.getInt("changed") > 0) {
      return Written.DONE;
    }
    return row.getInt("owner") > 0 ? Written.UNCHANGED : Written.NOT_OWNER;
  }

  @Override
  public boolean endUnclaimed(JobId job, JobEnd end) {
    return jdbc.sql(
                """
                INSERT INTO claim (job, state, ended, ended_at)
                VALUES (:job, 'CLOSED', :end, clock_timestamp())
                ON CONFLICT (job) DO NOTHING
                """)
            .param("job", job.value())
            .param("end", Wire.writeText(end))
            .update()
        > 0;
  }

  @Override
  public void told(Collection<JobId> jobs) {
    jdbc.sql("UPDATE claim SET told = true WHERE job = ANY (:jobs)")
        .param("jobs", jobs.stream().map(JobId::value).toArray(UUID[]::new))
        .update();
  }

  @Override
  public Optional<Claim> find(JobId job) {
    return jdbc.sql(FOUND + "WHERE job = :job")
        .param("job", job.value())
        .query(SqlClaims::claim)
        .optional();
  }

  @Override
  public List<Claim.Open> open(int partition) {
    return jdbc
        .sql(FOUND + "WHERE partition = :partition AND state <> 'CLOSED' ORDER BY line")
        .param("partition", partition)
        .query(SqlClaims::claim)
        .list()
        .stream()
        .flatMap(
            claim -> claim instanceof Claim.Open open ? java.util.stream.Stream.of(open) : null)
        .toList();
  }

  @Override
  public List<Place> placesOfAccounts(int partition) {
    return jdbc.sql(
            "SELECT job, discord_user, queue FROM claim"
                + " WHERE partition = :partition AND state <> 'CLOSED'")
        .param("partition", partition)
        .query(SqlClaims::place)
        .list();
  }

  @Override
  public List<Place> placesOfQueues(Collection<QueueId> queues) {
    return jdbc.sql(
            "SELECT job, discord_user, queue FROM claim"
                + " WHERE queue = ANY (:queues) AND state <> 'CLOSED'")
        .param("queues", queues.stream().map(QueueId::value).toArray(String[]::new))
        .query(SqlClaims::place)
        .list();
  }

  @Override
  public Map<JobId, String> claimed(Collection<JobId> jobs) {
    if (jobs.isEmpty()) {
      return Map.of();
    }
    var accounts = new HashMap<JobId, String>();
    jdbc.sql("SELECT job, coalesce(discord_user, '') AS account FROM claim WHERE job = ANY (:jobs)")
        .param("jobs", jobs.stream().map(JobId::value).toArray(UUID[]::new))
        .query(
            row -> {
              accounts.put(JobId.of(row.getString("job")), row.getString("account"));
            });
    return accounts;
  }

  private static Place place(ResultSet row, int number) throws SQLException {
    return new Place(
        JobId.of(row.getString("job")),
        row.getString("discord_user"),
        new QueueId(row.getString("queue")));
  }

  @Override
  public List<Claim.Closed> untold(int partition) {
    return jdbc
        .sql(
            FOUND
                + "WHERE partition = :partition AND ended IS NOT NULL AND NOT told"
                + " AND state = 'CLOSED'")
        .param("partition", partition)
        .query(SqlClaims::claim)
        .list()
        .stream()
        .flatMap(
            claim -> claim instanceof Claim.Closed done ? java.util.stream.Stream.of(done) : null)
        .toList();
  }

  private static Claim claim(ResultSet row, int number) throws SQLException {
    var state = ClaimState.valueOf(row.getString("state"));
    var account = nullableLong(row, "account");
    var ended = row.getString("ended");
    var end = ended == null ? null : Wire.readText(ended, JobEnd.class);
    if (state == ClaimState.CLOSED) {
      if (end == null) {
        throw new SQLException("expected a closed claim to have an end: " + row.getString("job"));
      }
      return new Claim.Closed(
          JobId.of(row.getString("job")),
          account == null ? null : new AccountId(account),
          end,
          row.getBoolean("told"));
    }
    if (account == null) {
      throw new SQLException("expected an open claim to name its account: " + row.getString("job"));
    }
    return new Claim.Open(
        Wire.readText(row.getString("body"), LaneJob.class),
        state,
        row.getLong("line"),
        row.getInt("partition"),
        new AccountId(account),
        row.getString("discord_user"),
        send(row),
        new Send.Progress(
            row.getBoolean("received"),
            row.getBoolean("in_doubt_before"),
            nullableLong(row, "start_message"),
            row.getString("midjourney_job"),
            row.getBoolean("ambiguous"),
            row.getBoolean("dialog_answered")),
        Duration.ofMillis(row.getLong("begun_ms")),
        row.getBoolean("stop_asked"),
        end,
        Duration.ofMillis(row.getLong("ended_ms")),
        row.getBoolean("told"));
  }

  private static @Nullable Send send(ResultSet row) throws SQLException {
    var thread = nullableLong(row, "thread");
    return thread == null
        ? null
        : new Send(
            thread,
            row.getBoolean("own_thread"),
            row.getLong("floor"),
            row.getInt("sender"),
            row.getString("nonce"));
  }

  private static @Nullable Long nullableLong(ResultSet row, String column) throws SQLException {
    var value = row.getLong(column);
    return row.wasNull() ? null : value;
  }
}
