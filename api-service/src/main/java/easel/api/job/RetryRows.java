package easel.api.job;

import easel.api.database.Columns;
import easel.common.id.AccountId;
import easel.common.id.JobId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Which jobs were submitted again, in PostgreSQL.
@Repository
class RetryRows {
  /// What a job was asked for with, beside its command.
  ///
  /// @param pinned the only account that might run it
  record Asked(@Nullable AccountId pinned, @Nullable String webhook) {}

  private final JdbcClient jdbc;

  RetryRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Asked asked(JobId job) {
    return jdbc.sql("select pinned, webhook from job where id = ?")
        .param(job.value())
        .query(
            (row, _) -> new Asked(Columns.accountOrNull(row, "pinned"), row.getString("webhook")))
        .single();
  }

  void note(JobId job, JobId retried) {
    jdbc.sql(
            """
            insert into job_retry (job, retried) values (?, ?)
            on conflict (job) do update set retried = excluded.retried
            """)
        .param(job.value())
        .param(retried.value())
        .update();
  }

  /// As which job this one was submitted again.
  Optional<JobId> retried(JobId job) {
    return jdbc.sql("select retried from job_retry where job = ?")
        .param(job.value())
        .query((row, _) -> Columns.job(row, "retried"))
        .optional();
  }

  /// Which job this one is again.
  Optional<JobId> retryOf(JobId retried) {
    return jdbc.sql("select job from job_retry where retried = ? limit 1")
        .param(retried.value())
        .query((row, _) -> Columns.job(row, "job"))
        .optional();
  }
}
