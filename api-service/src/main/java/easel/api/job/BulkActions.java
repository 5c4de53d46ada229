package easel.api.job;

import static easel.api.audit.Kind.JOBS_RETRIED;

import easel.api.audit.Audit;
import easel.api.audit.Fact;
import easel.api.change.ChangeLog;
import easel.api.customer.Customer;
import easel.common.id.JobId;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/// Does one thing with all jobs that match a filter, the newest so many of them at once.
@Service
class BulkActions {
  static final int MOST = 1_000;

  /// What can be done, and with which jobs alone.
  enum Kind {
    CANCEL,
    RETRY;

    private Set<Status> states() {
      return switch (this) {
        case CANCEL -> EnumSet.of(Status.QUEUED, Status.PROCESSING);
        case RETRY -> Retries.STATES;
      };
    }
  }

  /// What it would be done with.
  ///
  /// @param count at most so many as are done at once
  /// @param more whether there are more
  /// @param upTo the newest of them: jobs that come later are left alone. Null if there is none
  /// @param change the customer's last one before they were counted
  record Matching(int count, boolean more, @Nullable String upTo, long change) {
    /// As many as are done at once.
    public int most() {
      return MOST;
    }
  }

  private final Search search;
  private final Jobs jobs;
  private final Retries retries;
  private final ChangeLog log;
  private final Audit audit;
  private final TransactionTemplate transactions;

  BulkActions(
      Search search,
      Jobs jobs,
      Retries retries,
      ChangeLog log,
      Audit audit,
      TransactionTemplate transactions) {
    this.search = search;
    this.jobs = jobs;
    this.retries = retries;
    this.log = log;
    this.audit = audit;
    this.transactions = transactions;
  }

  static String jobs(int count) {
    return count == 1 ? "1 job" : count + " jobs";
  }

  Matching matching(Kind kind, Customer customer, JobFilter filter) {
    var change = log.last(customer.id());
    var found =
        search.inStates(customer, filter, kind.states(), null, kind == Kind.RETRY, MOST + 1);
    return new Matching(
        Math.min(found.size(), MOST),
        found.size() > MOST,
        found.isEmpty() ? null : found.getFirst().toString(),
        change);
  }

  /// @return how many were asked to end
  int cancel(Customer customer, JobFilter filter, @Nullable JobId upTo) {
    var found = search.inStates(customer, filter, Kind.CANCEL.states(), upTo, false, MOST);
    return jobs.cancelAll(customer, found, filter);
  }

  /// Those that were submitted again already are left out.
  ///
  /// @param change after which those that ended are left out, too: nobody was asked about them
  Retries.Outcome retry(Customer customer, JobFilter filter, @Nullable JobId upTo, long change) {
    var found = search.inStates(customer, filter, Kind.RETRY.states(), upTo, true, MOST);
    var asked = search.unchangedSince(change, found);
    // Before the first: each is accepted in a transaction of its own, and none goes unnoted.
    transactions.executeWithoutResult(_ -> noteRetry(customer, filter, asked.size()));
    return retries.retryAll(customer, asked);
  }

  private void noteRetry(Customer customer, JobFilter filter, int count) {
    var facts =
        Stream.concat(filter.facts().stream(), Stream.of(Fact.of("jobs", null, count))).toList();
    audit.note(customer.id(), JOBS_RETRIED, filter.told(), facts);
  }
}
