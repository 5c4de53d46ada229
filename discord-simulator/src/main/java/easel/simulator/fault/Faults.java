package easel.simulator.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The mishaps that were ordered and have not happened yet, oldest first.
public final class Faults {
  private final List<Fault> ordered = new ArrayList<>();
  private volatile boolean any;
  private volatile CountDownLatch hanging = new CountDownLatch(1);

  public synchronized void order(Fault fault) {
    if (fault.count() > 0) {
      ordered.add(fault);
      any = true;
    }
  }

  /// The mishap that this call is to suffer, if any; it counts as happened.
  public @Nullable Fault take(Place place, long user) {
    return take(place, user, "");
  }

  /// The same of a call, or an event, that orders can name.
  ///
  /// @param call such as `PATCH /channels/77`, or `MESSAGE_CREATE`
  public @Nullable Fault take(Place place, long user, String call) {
    // Asked on every event: without orders it must cost nothing.
    return any ? takeOrdered(place, user, call) : null;
  }

  private synchronized @Nullable Fault takeOrdered(Place place, long user, String call) {
    for (var i = 0; i < ordered.size(); i++) {
      var fault = ordered.get(i);
      if (fault.hits(place, user, call)) {
        if (fault.count() == 1) {
          ordered.remove(i);
          any = !ordered.isEmpty();
        } else {
          ordered.set(i, fault.times(fault.count() - 1));
        }
        return fault;
      }
    }
    return null;
  }

  /// Clears the orders and ends what hangs.
  public synchronized void clear() {
    ordered.clear();
    any = false;
    hanging.countDown();
    hanging = new CountDownLatch(1);
  }

  public synchronized List<Fault> ordered() {
    return List.copyOf(ordered);
  }

  /// Returns when the faults are cleared, at the latest after ten minutes.
  public void hang() throws InterruptedException {
    if (!hanging.await(10, TimeUnit.MINUTES)) {
      hanging.countDown();
    }
  }
}
