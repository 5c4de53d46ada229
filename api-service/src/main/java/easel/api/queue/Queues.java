package easel.api.queue;

import easel.api.audit.Audit;
import easel.api.audit.Kind;
import easel.api.change.Announcements;
import easel.api.directory.Change;
import easel.api.directory.DirectoryWriter;
import easel.api.http.Problem;
import easel.common.id.QueueId;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Service;

/// The queues of customers: kept as plans and accounts demand, paused and resumed.
@Service
public class Queues {
  private final QueueRows rows;
  private final DirectoryWriter directory;
  private final Audit audit;
  private final Announcements announcements;
  private final Duration patience;

  Queues(
      QueueRows rows,
      DirectoryWriter directory,
      Audit audit,
      Announcements announcements,
      @Value("${easel.account-patience:10m}") Duration patience) {
    this.rows = rows;
    this.directory = directory;
    this.audit = audit;
    this.announcements = announcements;
    this.patience = patience;
  }

  /// Keeps others from changing the customer's accounts and queues until the transaction ends.
  public void lock(long customer) {
    var _ = rows.lockPlan(customer);
  }

  /// Brings the customer's queues in line with its plan and accounts. Called in every transaction
  /// that changes either; changes nothing where nothing needs to.
  public void arrange(long customer, Change change) {
    var plan = rows.lockPlan(customer);
    var existing = rows.ofCustomer(customer);
    var ids = existing.stream().map(QueueRow::id).collect(Collectors.toSet());
    var arrangement = new Arrangement(customer, plan, rows.accounts(customer, patience));
    for (var queue : arrangement.queues(ids)) {
      if (!existing.contains(queue)) {
        rows.put(customer, queue, change.version());
      }
    }
  }

  /// Pauses or resumes: when this returns it holds for every job not yet handed over.
  public void setPaused(long customer, String id, boolean paused) {
    var queue = requireOwn(customer, id);
    var written =
        directory.write(
            change -> {
              audit.note(
                  customer,
                  paused ? Kind.QUEUE_PAUSED : Kind.QUEUE_RESUMED,
                  "queue " + queue,
                  List.of());
              rows.setPaused(queue, paused, change.version());
              return queue;
            });
    announcements.changed(List.of(customer));
    written.holding();
  }

  /// Notes, unless that is known, that the lane of a queue exists: whoever serves it looks for it.
  ///
  /// @return whether that was not known
  public boolean declared(QueueId queue) {
    if (rows.isDeclared(queue)) {
      return false;
    }
    var _ =
        directory
            .write(
                change -> {
                  rows.setDeclared(queue, change.version());
                  return queue;
                })
            .eventually();
    return true;
  }

  /// @throws Problem 404 unless the customer has a queue of that name
  public QueueId requireOwn(long customer, String id) {
    try {
      var queue = new QueueId(id);
      if (rows.isOfCustomer(customer, queue)) {
        return queue;
      }
    } catch (IllegalArgumentException _) {
      // no queue is named so
    }
    throw Problem.notFound("queue");
  }
}
