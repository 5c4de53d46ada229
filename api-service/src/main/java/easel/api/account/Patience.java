package easel.api.account;

import easel.api.database.SchemaReady;
import easel.api.directory.DirectoryWriter;
import easel.api.loop.Loop;
import easel.api.queue.Queues;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Sees when jobs have waited long enough for an account in trouble, and lets others serve them.
@Component
class Patience implements DisposableBean {
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final AccountRows rows;
  private final Queues queues;
  private final DirectoryWriter directory;
  private final Duration patience;
  private volatile @Nullable Loop loop;

  Patience(
      AccountRows rows,
      Queues queues,
      DirectoryWriter directory,
      @Value("${easel.account-patience:10m}") Duration patience) {
    this.rows = rows;
    this.queues = queues;
    this.directory = directory;
    this.patience = patience;
  }

  @EventListener(SchemaReady.class)
  void start() {
    loop = Loop.start("patience", LOOK, this::look);
  }

  @Override
  public void destroy() {
    var started = loop;
    if (started != null) {
      started.close();
    }
  }

  private void look() {
    for (var customer : rows.customersOutOfPatience(patience)) {
      directory
          .write(
              change -> {
                queues.arrange(customer, change);
                return customer;
              })
          .eventually();
    }
  }
}
