package easel.api.change;

import easel.api.outage.Outage;
import easel.common.id.JobId;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells all readers of one customer at this instance what changed, from one look at PostgreSQL for
/// all of them.
final class Feed {
  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

  private final long customer;
  private final ChangeLog log;
  private final Semaphore looks;
  private final AtomicInteger calls = new AtomicInteger();
  // Guarded by this, so that a reader is told all that was not seen when it came.
  private final Set<Subscription> readers = new HashSet<>();
  private boolean begun;
  private long seen;

  /// @param looks how many feeds may look at PostgreSQL at once
  Feed(long customer, ChangeLog log, Semaphore looks) {
    this.customer = customer;
    this.log = log;
    this.looks = looks;
  }

  synchronized Subscription subscribe(
      @Nullable JobId only, int most, Consumer<Subscription> whenClosed) {
    if (!begun) {
      seen = log.last(customer);
      begun = true;
    }
    var reader = new Subscription(seen, only, most, whenClosed);
    readers.add(reader);
    return reader;
  }

  synchronized void remove(Subscription reader) {
    readers.remove(reader);
  }

  synchronized void end() {
    readers.forEach(Subscription::end);
  }

  /// Looks now; once more if that is called for while it looks.
  void wake() {
    if (calls.getAndIncrement() == 0) {
      Thread.ofVirtual().name("changes-of-" + customer).start(this::lookWhileCalled);
    }
  }

  private void lookWhileCalled() {
    int met;
    do {
      met = calls.get();
      look();
    } while (calls.addAndGet(-met) != 0);
  }

  // What a failed look leaves out the next one finds: nothing is seen that was not told.
  private void look() {
    looks.acquireUninterruptibly();
    try {
      while (tellNext()) {
        // there may be more
      }
      wakeReaders();
    } catch (RuntimeException failed) {
      if (Outage.of(failed) == null && !Outage.isBusy(failed)) {
        LOG.atError().addKeyValue("customer", customer).setCause(failed).log("Changes not read");
      }
    } finally {
      looks.release();
    }
  }

  private synchronized void wakeReaders() {
    readers.forEach(Subscription::wake);
  }

  private boolean tellNext() {
    long from;
    synchronized (this) {
      if (readers.isEmpty()) {
        return false;
      }
      from = seen;
    }
    var page = log.after(customer, from);
    synchronized (this) {
      seen = page.upTo();
      for (var reader : readers) {
        page.changes().forEach(reader::offer);
      }
    }
    return page.more();
  }
}
