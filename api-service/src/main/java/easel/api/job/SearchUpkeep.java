package easel.api.job;

import easel.api.database.Upkeep;
import java.time.Duration;
import org.springframework.stereotype.Component;

/// Puts new jobs' terms in order: else whoever accepts a job would, each time that many have come,
/// while others wait for its queue.
@Component
class SearchUpkeep implements Upkeep {
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final SearchRows rows;

  SearchUpkeep(SearchRows rows) {
    this.rows = rows;
  }

  @Override
  public String name() {
    return "search";
  }

  @Override
  public Duration period() {
    return PAUSE;
  }

  @Override
  public void run() {
    rows.putInOrder();
  }
}
