package easel.api.job;

import easel.api.digest.Sha256;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Jobs as lists of them show them: those that wait with the reason why.
@Component
class ListedJobs {
  private final WaitRows waits;

  ListedJobs(WaitRows waits) {
    this.waits = waits;
  }

  List<ListedJob> of(List<Job> jobs) {
    var waiting = jobs.stream().filter(job -> job.status() == Status.QUEUED).map(Job::id).toList();
    var reasons = waits.of(waiting);
    return jobs.stream().map(job -> ListedJob.of(job, reasons.get(job.id()))).toList();
  }

  /// Where the cards of those that have not ended are asked for anew, null if all have.
  static @Nullable String whereOpenOnesAre(List<ListedJob> jobs) {
    var open = jobs.stream().filter(job -> !job.ended()).toList();
    if (open.isEmpty()) {
      return null;
    }
    var ids = open.stream().map(job -> "job=" + job.id()).collect(Collectors.joining("&"));
    return "/jobs/cards?%s&seen=%s".formatted(ids, version(open));
  }

  /// Stands for all that is shown of them: two that are equal look the same.
  static String version(List<ListedJob> jobs) {
    return Sha256.of(jobs.toString()).hex().substring(0, 16);
  }
}
