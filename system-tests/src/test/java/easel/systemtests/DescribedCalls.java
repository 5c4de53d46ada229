package easel.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;

import easel.contract.Contract;
import easel.contract.Description;
import easel.contract.Exchange;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// Holds each call to one Easel and its answer against what its api says of itself. What is not as
/// described is thrown to the caller, and kept: the caller may be a thread whose errors nobody
/// reads, or try again until it is answered otherwise.
final class DescribedCalls implements CallListener {
  private static final int MOST_TOLD = 20;

  private final Queue<AssertionError> violations = new ConcurrentLinkedQueue<>();
  private @Nullable Contract contract;

  @Override
  public void answered(HttpRequest request, @Nullable String sent, HttpResponse<byte[]> answer) {
    var path = path(request.uri());
    if (!Contract.covers(path)) {
      return;
    }
    var body = new String(answer.body(), UTF_8);
    try {
      contract(request.uri())
          .check(
              Exchange.of(
                  request.method(), path, sent, answer.statusCode(), answer.headers(), body));
    } catch (AssertionError violation) {
      violations.add(violation);
      throw violation;
    }
  }

  /// Looks at what was called since the last look.
  ///
  /// @throws AssertionError the first violation, with the next ones suppressed
  void requireAsDescribed() {
    var first = violations.poll();
    if (first == null) {
      return;
    }
    var told = 1;
    for (var next = violations.poll(); next != null; next = violations.poll()) {
      if (told++ < MOST_TOLD) {
        first.addSuppressed(next);
      }
    }
    throw first;
  }

  // All instances are of one build: the first that answers speaks for all.
  private synchronized Contract contract(URI api) {
    var known = contract;
    if (known == null) {
      known = new Contract(Description.from(api));
      contract = known;
    }
    return known;
  }

  private static String path(URI uri) {
    return uri.getRawQuery() == null
        ? uri.getRawPath()
        : uri.getRawPath() + "?" + uri.getRawQuery();
  }
}
