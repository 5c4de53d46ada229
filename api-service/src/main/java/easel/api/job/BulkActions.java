package easel.api.job;

import static easel.api.audit.Kind.JOBS_RETRIED;

import easel.api.audit.Audit;
import easel.api.audit.Fact;
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
  record Matching(int count, boolean more, @Nullable String upTo) {
    /// As many as are done at once.
    public int most() {
      return MOST;
    }
  }

  private final Search search;
  private final Jobs jobs;
  private final Retries retries;
  private final Audit audit;
  private final TransactionTemplate transactions;

  BulkActions(
      Search search, Jobs jobs, Retries retries, Audit audit, TransactionTemplate transactions) {
    this.search = search;
    this.jobs = jobs;
    this.retries = retries;
    this.audit = audit;
    this.transactions = transactions;
  }

  static String jobs(int count) {
    return count == 1 ? "1 job" : count + " jobs";
  }

  Matching matching(Kind kind, Customer customer, JobFilter filter) {
    var found =
        search.inStates(customer, filter, kind.states(), null, kind == Kind.RETRY, MOST + 1);
    return new Matching(
        Math.min(found.size(), MOST),
        found.size() > MOST,
        found.isEmpty() ? null : found.getFirst().toString());
  }

  /// @return how many were asked to end
  int cancel(Customer customer, JobFilter filter, @Nullable JobId upTo) {
    var found = search.inStates(customer, filter, Kind.CANCEL.states(), upTo, false, MOST);
    return jobs.cancelAll(customer, found, filter);
  }

  /// Those that were submitted again already are left out.
  Retries.Outcome retry(Customer customer, JobFilter filter, @Nullable JobId upTo) {
    var found = search.inStates(customer, filter, Kind.RETRY.states(), upTo, true, MOST);
    // Before the first: each is accepted in a transaction of its own, and none goes unnoted.
    transactions.executeWithoutResult(_ -> noteRetry(customer, filter, found.size()));
    return retries.retryAll(customer, found);
  }

  private void noteRetry(Customer customer, JobFilter filter, int count) {
    var facts =
        Stream.concat(filter.facts().stream(), Stream.of(Fact.of("jobs", null, count))).toList();
    audit.note(customer.id(), JOBS_RETRIED, filter.told(), facts);
  }
}
