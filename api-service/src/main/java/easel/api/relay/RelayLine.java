package easel.api.relay;

import easel.common.id.QueueId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Which queues the relay's threads look at next: each by one thread at a time, and once more if
/// something came while one was at it.
final class RelayLine {
  private enum State {
    WAITING,
    UNDER_WAY,
    UNDER_WAY_AND_CALLED
  }

  private final Map<QueueId, State> states = new HashMap<>();
  private final BlockingQueue<QueueId> line = new LinkedBlockingQueue<>();

  synchronized void add(QueueId queue) {
    var state = states.get(queue);
    if (state == null) {
      states.put(queue, State.WAITING);
      line.add(queue);
    } else if (state == State.UNDER_WAY) {
      states.put(queue, State.UNDER_WAY_AND_CALLED);
    }
  }

  /// The next one, null if none comes in time.
  @Nullable QueueId take(Duration patience) throws InterruptedException {
    var queue = line.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    if (queue == null) {
      return null;
    }
    synchronized (this) {
      states.put(queue, State.UNDER_WAY);
    }
    return queue;
  }

  synchronized void done(QueueId queue) {
    if (states.remove(queue) == State.UNDER_WAY_AND_CALLED) {
      add(queue);
    }
  }
}
