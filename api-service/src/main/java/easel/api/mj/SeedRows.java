package easel.api.mj;

import easel.common.id.JobId;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/// The seeds of pictures that were asked for once: they never change.
@Repository
class SeedRows {
  private final JdbcClient jdbc;

  SeedRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<String> find(JobId job) {
    return jdbc.sql("select seed from seed where job = ?")
        .param(job.value())
        .query(String.class)
        .optional();
  }

  void add(JobId job, String seed) {
    jdbc.sql("insert into seed (job, seed) values (?, ?) on conflict (job) do nothing")
        .param(job.value())
        .param(seed)
        .update();
  }
}
