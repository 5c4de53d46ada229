package easel.api.job;

import easel.api.database.SchemaReady;
import easel.api.loop.Loop;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Adds the terms of jobs that an api of an older version accepted, which writes none: while
/// instances are replaced one by one, old ones go on accepting after the tables are there.
@Component
class MissingTerms implements DisposableBean {
  private static final Duration LOOK = Duration.ofMinutes(5);
  private static final Duration FIRST_BACK = Duration.ofDays(1);
  private static final Duration BACK = Duration.ofHours(1);
  private static final int AT_ONCE = 500;

  private final SearchRows rows;
  private Duration back = FIRST_BACK;
  private volatile @Nullable Loop loop;

  MissingTerms(SearchRows rows) {
    this.rows = rows;
  }

  @EventListener(SchemaReady.class)
  void start() {
    loop = Loop.start("missing-terms", LOOK, this::add);
  }

  private void add() {
    var from = TimeOrderedId.first(Instant.now().minus(back));
    while (rows.addMissing(from, AT_ONCE) == AT_ONCE) {
      // more of them
    }
    back = BACK;
  }

  @Override
  public void destroy() {
    var started = loop;
    if (started != null) {
      started.close();
    }
  }
}
