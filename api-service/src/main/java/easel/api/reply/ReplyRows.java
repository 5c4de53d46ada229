package easel.api.reply;

import easel.api.database.Columns;
import easel.api.job.Status;
import easel.common.id.AccountId;
import easel.common.id.JobId;
import easel.common.id.QueueId;
import easel.common.message.Answer;
import easel.common.message.Button;
import easel.common.message.DiscordMessage;
import easel.common.message.JobEnd;
import easel.common.message.Picture;
import easel.common.message.Wire;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Jobs and traces in PostgreSQL, as replies change them.
@Repository
class ReplyRows {
  /// A job, locked, as it was before the replies.
  record Before(JobId job, long customer, QueueId queue, JobState state) {}

  /// A job as it is after the replies.
  ///
  /// @param picture a new unguessable name for its picture
  record After(JobId job, JobState state, String picture) {}

  /// The number of a change that the job's customer can see.
  record Change(long customer, long number) {}

  /// A step for the trace.
  record Step(
      JobId job,
      Instant at,
      String step,
      @Nullable AccountId account,
      @Nullable Integer progress,
      @Nullable String discordMessage,
      @Nullable String discordChannel,
      @Nullable String detail) {}

  private record Marked(Step step, @Nullable Change lastOf) {}

  /// A picture that is to be fetched from Discord.
  ///
  /// @param grid whether it is one of four
  record DuePicture(String token, JobId job, boolean grid) {}

  private final JdbcClient jdbc;
  private final JdbcTemplate batches;

  ReplyRows(JdbcClient jdbc, JdbcTemplate batches) {
    this.jdbc = jdbc;
    this.batches = batches;
  }

  /// Locks jobs in the order of their ids, as everywhere: nobody waits in a circle.
  List<Before> lock(Collection<JobId> jobs) {
    return jdbc.sql(
            """
            select id, customer, queue, status, published, claimed, account, progress, preview, sent, sent_at,
              cancel_asked_at is not null as cancel_asked, finished_at
            from job where id = any(?) order by id for no key update
            """)
        .param(jobs.stream().map(JobId::value).toArray(UUID[]::new))
        .query((row, _) -> before(row))
        .list();
  }

  void update(List<After> jobs, Map<JobId, Change> changes) {
    batches.batchUpdate(
        """
        update job set status = ?, published = ?, claimed = ?, account = ?, progress = ?,
          preview = ?, sent = ?, sent_at = ?, finished_at = ?,
          cancel_asked_at = case when ? then cancel_asked_at end,
          heard_at = now(), updated_at = now(), asks = 0, change = coalesce(?, change)
        where id = ?
        """,
        jobs,
        jobs.size(),
        (statement, job) -> {
          var state = job.state();
          var account = state.account();
          statement.setString(1, state.status().name());
          statement.setBoolean(2, state.published());
          statement.setBoolean(3, state.claimed());
          statement.setObject(4, account == null ? null : account.value(), Types.BIGINT);
          statement.setInt(5, state.progress());
          statement.setString(6, state.preview());
          statement.setObject(7, state.sent(), Types.BOOLEAN);
          setTime(statement, 8, state.sentAt());
          setTime(statement, 9, state.finishedAt());
          statement.setBoolean(10, state.cancelAsked());
          var change = changes.get(job.job());
          statement.setObject(11, change == null ? null : change.number(), Types.BIGINT);
          statement.setObject(12, job.job().value());
        });
  }

  /// Sets what only an end brings.
  void updateEnds(List<After> jobs) {
    batches.batchUpdate(
        """
        update job set reason = ?, error = ?, picture = ?, original_url = ?, content = ?,
          midjourney_job = ?, message = ?, buttons = ?
        where id = ?
        """,
        jobs,
        jobs.size(),
        (statement, job) -> {
          setEnd(statement, job);
          statement.setObject(9, job.job().value());
        });
  }

  /// Notes that the pictures of finished jobs are due.
  void notePictures(List<DuePicture> pictures) {
    batches.batchUpdate(
        "insert into picture (token, job, grid) values (?, ?, ?)",
        pictures,
        pictures.size(),
        (statement, picture) -> {
          statement.setString(1, picture.token());
          statement.setObject(2, picture.job().value());
          statement.setBoolean(3, picture.grid());
        });
  }

  /// @param changes that the steps come to: the last step of each has its number
  void trace(List<Step> steps, Map<JobId, Change> changes) {
    var unmarked = new HashMap<>(changes);
    var marked = new ArrayList<Marked>();
    for (var step : steps.reversed()) {
      marked.addFirst(new Marked(step, unmarked.remove(step.job())));
    }
    batches.batchUpdate(
        """
        insert into trace (job, at, step, account, progress, discord_message, discord_channel, detail,
          customer, change)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        marked,
        marked.size(),
        (statement, mark) -> {
          var step = mark.step();
          var account = step.account();
          statement.setObject(1, step.job().value());
          setTime(statement, 2, step.at());
          statement.setString(3, step.step());
          statement.setObject(4, account == null ? null : account.value(), Types.BIGINT);
          statement.setObject(5, step.progress(), Types.INTEGER);
          statement.setString(6, step.discordMessage());
          statement.setString(7, step.discordChannel());
          statement.setString(8, step.detail());
          var change = mark.lastOf();
          statement.setObject(9, change == null ? null : change.customer(), Types.BIGINT);
          statement.setObject(10, change == null ? null : change.number(), Types.BIGINT);
        });
  }

  private static void setEnd(PreparedStatement statement, After job) throws SQLException {
    Picture picture = null;
    Answer answer = null;
    String reason = null;
    String error = null;
    switch (job.state().end()) {
      case JobEnd.Done(var made) -> picture = made;
      case JobEnd.Answered(var said) -> answer = said;
      case JobEnd.Failed(var why, var detail, _) -> {
        reason = why.name();
        error = detail;
      }
      case JobEnd.Cancelled _ -> {}
      case null -> {}
    }
    statement.setString(1, reason);
    statement.setString(2, error);
    statement.setString(3, picture == null ? null : job.picture());
    statement.setString(4, picture == null ? null : picture.url());
    statement.setString(6, picture == null ? null : picture.midjourneyJob());
    if (picture != null) {
      setMessage(statement, picture.content(), picture.message(), picture.buttons());
    } else if (answer != null) {
      setMessage(statement, answer.content(), answer.message(), answer.buttons());
    } else {
      setMessage(statement, null, null, null);
    }
  }

  private static void setMessage(
      PreparedStatement statement,
      @Nullable String content,
      @Nullable DiscordMessage message,
      @Nullable List<Button> buttons)
      throws SQLException {
    statement.setString(5, content == null || content.isEmpty() ? null : content);
    statement.setString(7, message == null ? null : Wire.writeText(message));
    statement.setString(8, buttons == null ? null : Wire.writeText(buttons));
  }

  private static void setTime(PreparedStatement statement, int index, @Nullable Instant time)
      throws SQLException {
    statement.setObject(index, Columns.of(time), Types.TIMESTAMP_WITH_TIMEZONE);
  }

  private static Before before(ResultSet row) throws SQLException {
    return new Before(
        Columns.job(row, "id"),
        row.getLong("customer"),
        new QueueId(row.getString("queue")),
        new JobState(
            Status.valueOf(row.getString("status")),
            row.getBoolean("published"),
            row.getBoolean("claimed"),
            Columns.accountOrNull(row, "account"),
            row.getInt("progress"),
            row.getString("preview"),
            Columns.booleanOrNull(row, "sent"),
            Columns.instantOrNull(row, "sent_at"),
            row.getBoolean("cancel_asked"),
            Columns.instantOrNull(row, "finished_at"),
            null));
  }
}
