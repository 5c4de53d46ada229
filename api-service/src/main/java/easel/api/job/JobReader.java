package easel.api.job;

import easel.api.change.Change;
import easel.api.change.ChangeLog;
import easel.api.change.Subscription;
import easel.api.http.EventStream;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// One reader of a stream: told each change once, in order.
final class JobReader {
  private static final int HEARTBEATS_BETWEEN_LOOKS = 4;

  private final EventStream stream;
  private final Subscription subscription;
  private final Duration heartbeat;
  private final BooleanSupplier isStillLetIn;
  private long known;

  /// @param known the last change that it has been told
  JobReader(
      EventStream stream,
      Subscription subscription,
      Duration heartbeat,
      BooleanSupplier isStillLetIn,
      long known) {
    this.stream = stream;
    this.subscription = subscription;
    this.heartbeat = heartbeat;
    this.isStillLetIn = isStillLetIn;
    this.known = known;
  }

  /// Tells a change unless it is known.
  void tell(Change change) throws IOException {
    if (change.number() > known) {
      stream.send(change.number(), change.json());
      known = change.number();
    }
  }

  /// Tells what changed before the subscription.
  void catchUp(ChangeLog log, long customer) throws IOException {
    var read = known;
    while (read < subscription.from()) {
      var page = log.after(customer, read);
      for (var change : page.changes()) {
        tell(change);
      }
      read = page.more() ? page.upTo() : subscription.from();
    }
  }

  /// Tells what changes, until the reader is to go.
  ///
  /// @param endsWithJob whether that is when the job has ended
  void follow(boolean endsWithJob) throws IOException, InterruptedException {
    var looked = System.nanoTime();
    while (!subscription.isOver()) {
      var change = subscription.next(heartbeat);
      if (change != null) {
        tell(change);
        if (endsWithJob && change.isEnd()) {
          return;
        }
      } else if (!subscription.isOver()) {
        stream.heartbeat();
      }
      if (System.nanoTime() - looked >= heartbeat.toNanos() * HEARTBEATS_BETWEEN_LOOKS) {
        looked = System.nanoTime();
        if (!isStillLetIn.getAsBoolean()) {
          return;
        }
      }
    }
  }
}
