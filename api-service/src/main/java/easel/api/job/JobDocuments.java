package easel.api.job;

import easel.common.id.JobId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Jobs as JSON: word for word what a call that shows it answers at this moment.
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

  /// @param inItsDialect which of them are told of in the words they were asked for with; the
  ///   others in those of `/api/v1`
  /// @return without those that do not exist
  public Map<JobId, String> of(Collection<JobId> jobs, Predicate<JobId> inItsDialect) {
    return rows.all(jobs).stream()
        .collect(
            Collectors.toMap(
                Job::id,
                job ->
                    json.writeValueAsString(
                        inItsDialect.test(job.id()) ? inItsDialect(job) : view(job))));
  }

  private Object inItsDialect(Job job) {
    var form = forms.get(job.dialect());
    return form == null ? view(job) : form.of(job);
  }

  private JobView view(Job job) {
    return JobView.of(job, urls);
  }
}
