package easel.api.webhook;

import easel.api.database.SchemaReady;
import easel.api.loop.Loop;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Forgets deliveries that ended long ago, few at a time, so that nobody waits for it.
@Component
class OldDeliveries implements DisposableBean {
  private static final int AT_ONCE = 200;

  private final DeliveryRows rows;
  private final WebhookProperties properties;
  private volatile @Nullable Loop loop;
  private volatile boolean closed;

  OldDeliveries(DeliveryRows rows, WebhookProperties properties) {
    this.rows = rows;
    this.properties = properties;
  }

  @EventListener(SchemaReady.class)
  void start() {
    loop = Loop.start("old-webhooks", properties.sweep(), this::sweep);
  }

  @Override
  public void destroy() {
    closed = true;
    var started = loop;
    if (started != null) {
      started.close();
    }
  }

  private void sweep() {
    int forgotten;
    do {
      forgotten = rows.forget(properties.retention(), AT_ONCE);
    } while (forgotten == AT_ONCE && !closed);
  }
}
