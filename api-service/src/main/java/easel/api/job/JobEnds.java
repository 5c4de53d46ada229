package easel.api.job;

import easel.api.change.ChangedJobs;
import easel.api.change.Feeds;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;

/// Lets callers wait for the end of a job, so that they need not ask again and again.
@Component
class JobEnds {
  private final Feeds feeds;
  private final ChangedJobs jobs;

  JobEnds(Feeds feeds, ChangedJobs jobs) {
    this.feeds = feeds;
    this.jobs = jobs;
  }

  /// Returns when the job has ended, when the time is over, or when this instance stops.
  ///
  /// @return false if its customer has as many waiting as it may have: then nobody waited
  boolean await(Job job, Duration atMost) {
    if (job.status().hasEnded()) {
      return true;
    }
    var until = System.nanoTime() + atMost.toNanos();
    var subscribed = feeds.subscribe(job.customer(), job.id());
    if (subscribed.isEmpty()) {
      return false;
    }
    try (var subscription = subscribed.get()) {
      // Looked at once more: what changed before the subscription is not told.
      var change = jobs.show(job.customer(), List.of(job.id())).getFirst();
      while (!change.isEnd()) {
        var next = subscription.next(Duration.ofNanos(until - System.nanoTime()));
        if (next == null) {
          return true;
        }
        change = next;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return true;
  }
}
