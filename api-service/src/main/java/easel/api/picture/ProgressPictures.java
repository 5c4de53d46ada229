package easel.api.picture;

import easel.api.picture.Fetched.Whole;
import easel.api.picture.RecentPictures.Recent;
import easel.common.id.JobId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/// Passes on how far the pictures of running jobs are drawn, as Discord has them. The last ones are
/// kept in memory for a while, none anywhere else; what cannot be had soon is left out.
@Component
public class ProgressPictures {
  private static final long LARGEST = 2L << 20;
  private static final long MOST_KEPT = 16L << 20;
  private static final int AT_ONCE = 4;
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /// A picture as a browser takes it.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Shown(String mediaType, byte[] content) {}

  private final Cdn cdn;
  private final RecentPictures<JobId> recent = new RecentPictures<>(MOST_KEPT);
  private final Semaphore turns = new Semaphore(AT_ONCE, true);

  ProgressPictures(Cdn cdn) {
    this.cdn = cdn;
  }

  /// @param url where Discord has it
  public Optional<Shown> find(JobId job, String url) throws InterruptedException {
    var known = recent.find(job, url);
    if (known.isEmpty()) {
      known = fetch(job, url);
    }
    return known.map(picture -> new Shown(picture.type().mediaType(), picture.content()));
  }

  private Optional<Recent> fetch(JobId job, String url) throws InterruptedException {
    if (!turns.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      return Optional.empty();
    }
    try {
      var meanwhile = recent.find(job, url);
      if (meanwhile.isPresent()) {
        return meanwhile;
      }
      if (cdn.fetch(new Link(url), LARGEST, DEADLINE) instanceof Whole(var type, var content)) {
        var picture = new Recent(url, type, content);
        recent.put(job, picture);
        return Optional.of(picture);
      }
      return Optional.empty();
    } finally {
      turns.release();
    }
  }
}
