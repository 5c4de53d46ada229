package easel.api.mj;

import easel.api.job.Dialect;
import easel.api.job.Job;
import easel.api.job.JobForm;
import easel.api.job.PublicUrl;
import org.springframework.stereotype.Component;

/// Jobs as tasks: in answers, and wherever else a customer of this dialect is told of one.
@Component
class Tasks implements JobForm {
  private final PublicUrl urls;

  Tasks(PublicUrl urls) {
    this.urls = urls;
  }

  @Override
  public Dialect dialect() {
    return Dialect.MJ;
  }

  @Override
  public Task of(Job job) {
    return Task.of(job, urls);
  }
}
