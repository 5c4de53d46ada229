package easel.api.job;

import easel.api.customer.Customer;
import easel.api.http.Problem;
import easel.api.job.SearchRows.Choice;
import easel.api.job.SearchRows.Terms;
import easel.api.job.SearchRows.Wanted;
import easel.common.id.JobId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/// Finds a customer's jobs, newest first.
@Service
class Search {
  private static final Pattern DISCORD_ID = Pattern.compile("[0-9]{17,20}");

  // One may take seconds, and everything else has the same connections to PostgreSQL.
  private static final int AT_ONCE = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(3);

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
  private final Semaphore turns = new Semaphore(AT_ONCE, true);

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
        inTurn(
            () -> {
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
    return inTurn(
        () -> {
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

  /// Those of them that are as they were at this change of their customer, in the same order.
  List<JobId> unchangedSince(long change, List<JobId> jobs) {
    var unchanged = rows.unchangedSince(change, jobs);
    return jobs.stream().filter(unchanged::contains).toList();
  }

  /// Looks for jobs as one of a few at once.
  ///
  /// @throws Problem if others are looked for longer than this can wait, or it takes too long
  private List<JobId> inTurn(Supplier<List<JobId>> look) {
    if (!takeTurn()) {
      throw Problem.unavailable(
          "search-busy", "Other searches are under way. Try again.", Duration.ofSeconds(2));
    }
    try {
      return transactions.execute(
          _ -> {
            rows.planForEach();
            return look.get();
          });
    } catch (DataAccessException failed) {
      if (SearchRows.isTooSlow(failed)) {
        throw Problem.invalid(
            "q", "search-too-slow", "Too many jobs match: give a time span, or more words.");
      }
      throw failed;
    } finally {
      turns.release();
    }
  }

  private boolean takeTurn() {
    try {
      return turns.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
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
