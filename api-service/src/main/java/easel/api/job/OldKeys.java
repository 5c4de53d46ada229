package easel.api.job;

import easel.api.database.SchemaReady;
import easel.api.loop.Loop;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Forgets idempotency keys whose day is over.
@Component
class OldKeys implements DisposableBean {
  private final JobRows rows;
  private volatile @Nullable Loop loop;

  OldKeys(JobRows rows) {
    this.rows = rows;
  }

  @EventListener(SchemaReady.class)
  void start() {
    loop = Loop.start("old-idempotency-keys", Duration.ofMinutes(30), rows::forgetOldKeys);
  }

  @Override
  public void destroy() {
    var started = loop;
    if (started != null) {
      started.close();
    }
  }
}
