package easel.simulator.midjourney;

import java.util.ArrayList;
import java.util.List;

/// Which jobs are held back from finishing.
final class Holds {
  private final List<Filter> filters = new ArrayList<>();

  /// @param account 0 for any
  /// @param promptContains the empty text for any
  record Filter(long account, String promptContains) {
    boolean fits(Job job) {
      var received = job.by().prompt();
      return (account == 0 || account == job.account().id())
          && (job.prompt().contains(promptContains)
              || (received != null && received.contains(promptContains)));
    }

    private boolean covers(Filter other) {
      return (account == 0 || account == other.account)
          && other.promptContains.contains(promptContains);
    }
  }

  synchronized void add(Filter filter) {
    filters.add(filter);
  }

  /// Ends the holds that the filter covers.
  synchronized void end(Filter filter) {
    filters.removeIf(filter::covers);
  }

  synchronized boolean hold(Job job) {
    return filters.stream().anyMatch(filter -> filter.fits(job));
  }

  synchronized void clear() {
    filters.clear();
  }
}
