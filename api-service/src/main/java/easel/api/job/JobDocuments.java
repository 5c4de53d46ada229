package easel.api.job;

import easel.common.id.JobId;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Jobs as JSON: word for word what a call that shows one answers at this moment.
@Component
public class JobDocuments {
  private final JobRows rows;
  private final PublicUrl urls;
  private final JsonMapper json;

  JobDocuments(JobRows rows, PublicUrl urls, JsonMapper json) {
    this.rows = rows;
    this.urls = urls;
    this.json = json;
  }

  /// @return without those that do not exist
  public Map<JobId, String> of(Collection<JobId> jobs) {
    return rows.all(jobs).stream()
        .collect(Collectors.toMap(Job::id, job -> json.writeValueAsString(JobView.of(job, urls))));
  }
}
