package easel.api.job;

import easel.api.database.SchemaReady;
import easel.api.loop.Loop;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Puts new jobs' terms in order: else whoever accepts a job would, each time that many have come,
/// while others wait for its queue.
@Component
class SearchUpkeep implements DisposableBean {
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final SearchRows rows;
  private volatile @Nullable Loop loop;

  SearchUpkeep(SearchRows rows) {
    this.rows = rows;
  }

  @EventListener(SchemaReady.class)
  void start() {
    loop = Loop.start("search", PAUSE, rows::putInOrder);
  }

  @Override
  public void destroy() {
    var started = loop;
    if (started != null) {
      started.close();
    }
  }
}
