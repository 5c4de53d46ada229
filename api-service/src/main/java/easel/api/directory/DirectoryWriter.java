package easel.api.directory;

import easel.api.http.Problem;
import java.time.Duration;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Changes accounts and queues, and tells everyone: first PostgreSQL, where the change stands, then
/// Redis, from where it holds.
@Component
public class DirectoryWriter {
  /// What a change came to.
  ///
  /// @param published whether it is in Redis already; else it will be soon
  public record Written<T>(T value, boolean published) {
    /// The value, for changes that may hold a little later.
    public T eventually() {
      return value;
    }

    /// The value, for changes that must hold when they are answered.
    public T holding() {
      if (!published) {
        throw Problem.unavailable(
            "not-in-force-yet",
            "The change is stored, but Redis did not answer: it is not in force yet. Try again.",
            Duration.ofSeconds(2));
      }
      return value;
    }
  }

  private final TransactionTemplate transactions;
  private final DirectoryRows rows;
  private final ReadModel model;

  DirectoryWriter(TransactionTemplate transactions, DirectoryRows rows, ReadModel model) {
    this.transactions = transactions;
    this.rows = rows;
    this.model = model;
  }

  /// Runs the work in one transaction, and publishes what it changed once that is committed.
  public <T> Written<T> write(Function<Change, T> work) {
    var change = new Change(rows);
    // A result may be null where the work answers nothing.
    var value = transactions.<T>execute(_ -> work.apply(change));
    var version = change.taken();
    var published = version.isEmpty() || model.publish(version.getAsLong());
    return new Written<>(value, published);
  }
}
