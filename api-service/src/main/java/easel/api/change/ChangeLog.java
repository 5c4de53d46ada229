package easel.api.change;

import easel.common.id.JobId;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/// What changed for a customer after a change that it knows of. The number of a change says at
/// every instance the same: how the customer's jobs stood after all changes up to it.
@Component
public class ChangeLog {
  private static final int AT_ONCE = 200;

  /// @param changes each job that changed once, as it is now, in the order of last changes
  /// @param upTo the number up to which nothing is left out
  /// @param more whether there may be changes after that
  public record Page(List<Change> changes, long upTo, boolean more) {
    public Page {
      changes = List.copyOf(changes);
    }
  }

  private final ChangeRows rows;
  private final ChangedJobs jobs;

  ChangeLog(ChangeRows rows, ChangedJobs jobs) {
    this.rows = rows;
    this.jobs = jobs;
  }

  /// The number of the customer's last change.
  public long last(long customer) {
    return rows.last(customer);
  }

  /// The next changes after this one.
  public Page after(long customer, long number) {
    var found = rows.after(customer, number, AT_ONCE);
    if (found.isEmpty()) {
      return new Page(List.of(), number, false);
    }
    var upTo = found.getLast().number();
    Set<JobId> changed = new HashSet<>();
    found.forEach(change -> changed.add(change.job()));
    // A job that has changed once more since is shown when that later change is come to: its number
    // is above all that were found.
    var changes =
        jobs.show(customer, changed).stream()
            .filter(change -> change.number() <= upTo)
            .sorted(Comparator.comparingLong(Change::number))
            .toList();
    return new Page(changes, upTo, found.size() == AT_ONCE);
  }
}
