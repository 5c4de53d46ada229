package easel.api.job;

import easel.api.customer.Customer;
import easel.api.job.SearchRows.Choice;
import easel.api.job.SearchRows.Terms;
import easel.api.job.SearchRows.Wanted;
import easel.common.id.JobId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/// Finds a customer's jobs, newest first.
@Service
class Search {
  private static final Pattern DISCORD_ID = Pattern.compile("[0-9]{17,20}");

  /// A page of what was found.
  ///
  /// @param older whether there are more
  record Found(List<Job> jobs, boolean older) {
    Found {
      jobs = List.copyOf(jobs);
    }
  }

  private final SearchRows rows;
  private final Jobs jobs;
  private final TransactionTemplate transactions;

  Search(SearchRows rows, Jobs jobs, TransactionTemplate transactions) {
    this.rows = rows;
    this.jobs = jobs;
    this.transactions = transactions;
  }

  /// Those that a customer can look for.
  List<Choice> accounts(Customer customer) {
    return rows.accounts(customer.id());
  }

  /// @param before the last job of the page before, null for the first page
  Found page(Customer customer, JobFilter filter, @Nullable JobId before, int limit) {
    // One more than asked for tells whether there is a next page.
    var found =
        transactions.execute(
            _ -> {
              rows.planForEach();
              var wanted = wanted(customer, filter, before, null, false);
              return wanted == null ? List.<JobId>of() : rows.find(wanted, limit + 1);
            });
    var ids = found.stream().limit(limit).map(JobId::toString).toList();
    return new Found(jobs.find(customer, ids), found.size() > limit);
  }

  /// Those of them that are in one of these states.
  ///
  /// @param upTo the newest job that may be among them, null for any
  /// @param unretried whether those are left out that were submitted again already
  List<JobId> inStates(
      Customer customer,
      JobFilter filter,
      Collection<Status> states,
      @Nullable JobId upTo,
      boolean unretried,
      int limit) {
    return transactions.execute(
        _ -> {
          rows.planForEach();
          var wanted = wanted(customer, filter, null, upTo, unretried);
          if (wanted == null) {
            return List.<JobId>of();
          }
          var found = new ArrayList<JobId>();
          for (var state : states) {
            if (wanted.status() == null || wanted.status() == state) {
              found.addAll(rows.find(wanted.in(state), limit));
            }
          }
          return found.stream()
              .sorted(Comparator.comparing(JobId::value).reversed())
              .limit(limit)
              .toList();
        });
  }

  /// @return null if there cannot be any such job
  private @Nullable Wanted wanted(
      Customer customer,
      JobFilter filter,
      @Nullable JobId before,
      @Nullable JobId upTo,
      boolean unretried) {
    var named = named(customer, filter.text());
    var words = named.isEmpty() ? filter.text() : null;
    var terms =
        words == null && filter.operation() == null && filter.ref() == null
            ? new Terms(List.of(), false)
            : rows.terms(customer.id(), filter.operation(), words, filter.ref());
    if (terms.wordless()) {
      return null;
    }
    var from = filter.from();
    var to = filter.to() == null ? null : TimeOrderedId.first(filter.to());
    return new Wanted(
        customer.id(),
        named.isEmpty() ? null : named,
        terms.all(),
        filter.state(),
        filter.account(),
        from == null ? null : TimeOrderedId.first(from),
        lesser(before, to),
        upTo,
        unretried);
  }

  /// The jobs that a text names by an id; none if it is not one, and may be words.
  private List<JobId> named(Customer customer, @Nullable String text) {
    if (text == null) {
      return List.of();
    }
    if (DISCORD_ID.matcher(text).matches()) {
      return rows.ofMessage(customer.id(), text);
    }
    return jobs.find(customer, text).map(Job::id).stream().toList();
  }

  private static @Nullable JobId lesser(@Nullable JobId one, @Nullable JobId other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.value().compareTo(other.value()) < 0 ? one : other;
  }
}
