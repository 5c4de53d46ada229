package easel.api.mj;

import easel.api.database.SchemaReady;
import easel.api.loop.Loop;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Forgets dialogs whose day is over.
@Component
class OldDialogs implements DisposableBean {
  private final DialogRows rows;
  private volatile @Nullable Loop loop;

  OldDialogs(DialogRows rows) {
    this.rows = rows;
  }

  @EventListener(SchemaReady.class)
  void start() {
    loop = Loop.start("old-dialogs", Duration.ofMinutes(30), rows::forgetOld);
  }

  @Override
  public void destroy() {
    var started = loop;
    if (started != null) {
      started.close();
    }
  }
}
