package easel.worker.send;

import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.function.LongSupplier;

/// A request's body that is not given out too late: a process that was paused while it connected
/// does not finish, on waking, a request that others have given up by then. Headers that promise a
/// body and are followed by none are no request.
final class TimelyBody implements BodyPublisher {
  private static final Subscription NOTHING =
      new Subscription() {
        @Override
        public void request(long count) {}

        @Override
        public void cancel() {}
      };

  private final BodyPublisher body;
  private final LongSupplier nanoClock;
  private final long latest;
  private volatile boolean givenOut;

  /// The body was asked for too late.
  static final class TooLate extends Exception {
    private static final long serialVersionUID = 1;

    private TooLate() {
      super("this worker was paused between deciding and sending", null, false, false);
    }
  }

  /// @param latest by the clock: from then on it is not given out
  TimelyBody(BodyPublisher body, LongSupplier nanoClock, long latest) {
    this.body = body;
    this.nanoClock = nanoClock;
    this.latest = latest;
  }

  /// Whether something of it may have been written.
  boolean wasGivenOut() {
    return givenOut;
  }

  @Override
  public long contentLength() {
    return body.contentLength();
  }

  @Override
  public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
    if (nanoClock.getAsLong() - latest > 0) {
      subscriber.onSubscribe(NOTHING);
      subscriber.onError(new TooLate());
      return;
    }
    givenOut = true;
    body.subscribe(subscriber);
  }
}
