package easel.api.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;

/// Gives the HTTP client addresses that it may connect to, or none. The client connects to what it
/// is given here and never asks twice: no name can resolve to something else in between.
final class GuardedResolver implements DnsResolver, AutoCloseable {
  // A look-up blocks its thread, in code that virtual threads cannot leave.
  private static final int LOOK_UPS = 64;

  private final Resolver resolver;
  private final Allowed allowed;
  private final Duration deadline;
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0,
          LOOK_UPS,
          30,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().daemon().name("look-up-", 1).factory());

  /// @param deadline of one look-up
  GuardedResolver(Resolver resolver, Allowed allowed, Duration deadline) {
    this.resolver = resolver;
    this.allowed = allowed;
    this.deadline = deadline;
  }

  /// @throws AddressRefused if any of its addresses must not be called: whoever gives such an
  ///   answer is not asked for another
  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    var literal = AddressLiteral.parse(host);
    var addresses = literal == null ? lookUp(host) : List.of(literal);
    for (var address : addresses) {
      if (!allowed.permits(host, address)) {
        throw new AddressRefused(literal != null);
      }
    }
    return addresses.toArray(InetAddress[]::new);
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private List<InetAddress> lookUp(String host) throws UnknownHostException {
    Future<List<InetAddress>> answer;
    try {
      answer = threads.submit(() -> resolver.resolve(host));
    } catch (RejectedExecutionException _) {
      throw new LookUpFailed("Too many host names are being looked up.");
    }
    try {
      var addresses = answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
      if (addresses.isEmpty()) {
        throw new LookUpFailed("The host name has no address.");
      }
      return addresses;
    } catch (TimeoutException _) {
      answer.cancel(true);
      throw new LookUpFailed("The host name was not resolved in time.");
    } catch (ExecutionException _) {
      throw new LookUpFailed("The host name did not resolve.");
    } catch (InterruptedException _) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new LookUpFailed("The look-up of the host name was interrupted.");
    }
  }

  /// No address was found. Its message is fit for customers.
  static final class LookUpFailed extends UnknownHostException {
    LookUpFailed(String sentence) {
      super(sentence);
    }
  }

  /// An address was found that must not be called.
  static final class AddressRefused extends UnknownHostException {
    private final boolean literal;

    /// @param literal whether the URL itself names the address
    AddressRefused(boolean literal) {
      super("The address is not allowed.");
      this.literal = literal;
    }

    boolean isLiteral() {
      return literal;
    }
  }
}
