package easel.api.account;

import easel.api.database.Upkeep;
import easel.api.directory.DirectoryWriter;
import easel.api.queue.Queues;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/// Sees when jobs have waited long enough for an account in trouble, and lets others serve them.
@Component
class Patience implements Upkeep {
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final AccountRows rows;
  private final Queues queues;
  private final DirectoryWriter directory;
  private final Duration patience;

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

  @Override
  public String name() {
    return "patience";
  }

  @Override
  public Duration period() {
    return LOOK;
  }

  @Override
  public void run() {
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
