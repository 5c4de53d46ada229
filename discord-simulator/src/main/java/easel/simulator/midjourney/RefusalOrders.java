package easel.simulator.midjourney;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The refusals that were ordered and have not happened yet, oldest first.
final class RefusalOrders {
  private final List<RefusalOrder> ordered = new ArrayList<>();

  synchronized void add(RefusalOrder order) {
    if (order.count() > 0) {
      ordered.add(order);
    }
  }

  /// The refusal with which a request is to meet before anything starts, null for none. It counts
  /// as happened.
  @Nullable RefusalKind atStart(long account, String prompt) {
    return take(account, prompt, false);
  }

  /// The refusal with which a job is to meet that has run.
  @Nullable RefusalKind atEnd(Job job) {
    return take(job.account().id(), job.prompt(), true);
  }

  private synchronized @Nullable RefusalKind take(long account, String prompt, boolean atEnd) {
    for (var i = 0; i < ordered.size(); i++) {
      var order = ordered.get(i);
      if (order.isAtEnd() == atEnd && order.hits(account, prompt)) {
        if (order.count() == 1) {
          ordered.remove(i);
        } else {
          ordered.set(i, order.less());
        }
        return order.kind();
      }
    }
    return null;
  }

  synchronized List<RefusalOrder> all() {
    return List.copyOf(ordered);
  }

  synchronized void clear() {
    ordered.clear();
  }
}
