package easel.worker.account;

import easel.common.directory.AccountEntry;
import easel.common.directory.Directory;
import easel.common.directory.QueueEntry;
import easel.common.id.AccountId;
import easel.common.id.QueueId;
import easel.worker.claim.Room;
import java.util.Optional;
import java.util.function.Supplier;
import org.redisson.client.RedisException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Accounts and limits as they are now.
public final class DirectoryView {
  private static final Logger log = LoggerFactory.getLogger(DirectoryView.class);
  // The most running jobs of a Trial or Standard queue, where the directory does not say.
  private static final int CUSTOMER_QUEUE = 2;

  private final Supplier<Directory> read;
  private volatile Directory known = Directory.UNKNOWN;
  private volatile boolean reachable = true;

  /// @param read reads the directory as it is now, or throws a `RedisException`
  public DirectoryView(Supplier<Directory> read) {
    this.read = read;
  }

  public Directory now() {
    return known;
  }

  /// Reads what changed. Without Redis the last known stands.
  public Directory refresh() {
    try {
      known = read.get();
      if (!reachable) {
        log.atInfo().log("Redis is reachable again");
      }
      reachable = true;
      return known;
    } catch (RedisException unreached) {
      if (reachable) {
        log.atWarn()
            .addKeyValue("cause", String.valueOf(unreached.getMessage()))
            .log("Redis does not answer; going on with what is known (see EASEL_REDIS_URL)");
      }
      reachable = false;
      return known;
    }
  }

  public boolean isReachable() {
    return reachable;
  }

  Optional<AccountEntry> account(AccountId id) {
    return now().account(id);
  }

  Room room(AccountEntry account, QueueId queue) {
    int limit =
        now()
            .queue(queue)
            .map(QueueEntry::limit)
            .orElse(queue.value().startsWith("customer-") ? CUSTOMER_QUEUE : Room.UNLIMITED);
    return new Room(account.limit(), limit >= QueueEntry.UNLIMITED ? Room.UNLIMITED : limit);
  }
}
