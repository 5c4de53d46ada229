package easel.api.job;

import easel.common.id.JobId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Jobs as JSON: word for word what a call of the job's own dialect that shows it answers at this
/// moment.
@Component
public class JobDocuments {
  private final JobRows rows;
  private final PublicUrl urls;
  private final Map<Dialect, JobForm> forms;
  private final JsonMapper json;

  JobDocuments(JobRows rows, PublicUrl urls, List<JobForm> forms, JsonMapper json) {
    this.rows = rows;
    this.urls = urls;
    this.forms = forms.stream().collect(Collectors.toMap(JobForm::dialect, Function.identity()));
    this.json = json;
  }

  /// @return without those that do not exist
  public Map<JobId, String> of(Collection<JobId> jobs) {
    return rows.all(jobs).stream()
        .collect(Collectors.toMap(Job::id, job -> json.writeValueAsString(inItsDialect(job))));
  }

  private Object inItsDialect(Job job) {
    var form = forms.get(job.dialect());
    return form == null ? JobView.of(job, urls) : form.of(job);
  }
}
