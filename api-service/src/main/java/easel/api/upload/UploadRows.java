package easel.api.upload;

import easel.common.id.JobId;
import easel.common.message.Upload;
import java.time.Duration;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// Pictures on their way to the worker, in PostgreSQL.
@Repository
class UploadRows {
  private static final int BATCH = 200;

  private final JdbcClient jdbc;

  UploadRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void add(Upload upload) {
    jdbc.sql("insert into upload (key) values (?)").param(upload.key()).update();
  }

  /// Gives pictures to a job: those that no job has, and those whose job has ended.
  ///
  /// @return whether all of them were still there
  boolean giveTo(JobId job, List<Upload> uploads) {
    return jdbc.sql(
                """
                update upload set job = ?
                where key = any(?) and not dropped and (
                  job is null
                  or exists (
                    select from job where job.id = upload.job and job.finished_at is not null))
                """)
            .param(job.value())
            .param(keys(uploads))
            .update()
        == uploads.size();
  }

  /// Whether this job has all these pictures.
  boolean has(JobId job, List<Upload> uploads) {
    return jdbc.sql("select count(*) from upload where key = any(?) and job = ? and not dropped")
            .param(keys(uploads))
            .param(job.value())
            .query(Long.class)
            .single()
        == uploads.size();
  }

  /// Gives up pictures that no job has: from here on none gets them.
  void drop(List<Upload> uploads) {
    jdbc.sql("update upload set dropped = true where key = any(?) and job is null")
        .param(keys(uploads))
        .update();
  }

  /// Gives up the pictures of jobs that are done or ended so long ago, and those that no job got
  /// for long.
  void dropUnneeded(Duration retention) {
    jdbc.sql(
            """
            update upload set dropped = true
            where not dropped and (
              job is null and created_at < now() - interval '1 hour'
              or exists (
                select from job where job.id = upload.job and job.finished_at is not null
                and (job.status = 'DONE' or job.finished_at < now() - make_interval(secs => ?))))
            """)
        .param(retention.toMillis() / 1_000.0)
        .update();
  }

  List<Upload> dropped() {
    return jdbc.sql("select key from upload where dropped order by created_at limit ?")
        .param(BATCH)
        .query((row, _) -> new Upload(row.getString("key")))
        .list();
  }

  void forget(Upload upload) {
    jdbc.sql("delete from upload where key = ?").param(upload.key()).update();
  }

  private static String[] keys(List<Upload> uploads) {
    return uploads.stream().map(Upload::key).toArray(String[]::new);
  }
}
