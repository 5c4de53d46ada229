package easel.api.job;

import easel.api.change.Change;
import easel.api.change.ChangedJobs;
import easel.common.id.JobId;
import java.util.Collection;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Changed jobs in the form of every other answer.
@Component
class ShownJobs implements ChangedJobs {
  private final JobRows rows;
  private final PublicUrl urls;
  private final JsonMapper json;

  ShownJobs(JobRows rows, PublicUrl urls, JsonMapper json) {
    this.rows = rows;
    this.urls = urls;
    this.json = json;
  }

  @Override
  public List<Change> show(long customer, Collection<JobId> jobs) {
    return rows.find(customer, jobs).stream()
        .map(
            found ->
                new Change(
                    found.change(),
                    found.job().id(),
                    found.job().queue(),
                    found.job().status().hasEnded(),
                    json.writeValueAsString(JobView.of(found.job(), urls))))
        .toList();
  }
}
