package easel.api.outbound;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;

/// Says in words of ours why there was no answer. A message of the network or of the other side
/// could tell a customer about what it must not see.
record Wording(OutboundProperties properties) {
  static String refused(boolean literal) {
    return literal
        ? "The address is private, loopback, link-local or of metadata, and is not called."
        : "The host name resolves to an address that is private, loopback, link-local or of"
            + " metadata, and is not called.";
  }

  String late(Duration deadline) {
    return "No whole answer within %s.".formatted(seconds(deadline));
  }

  String of(IOException failed) {
    return switch (failed) {
      case GuardedResolver.LookUpFailed it -> String.valueOf(it.getMessage());
      case UnknownHostException _ -> "The host name did not resolve.";
      case ConnectTimeoutException _ ->
          "No connection within %s.".formatted(seconds(properties.connect()));
      case SocketTimeoutException _ ->
          "Nothing was heard for %s.".formatted(seconds(properties.read()));
      case SSLException _ -> "TLS failed: its certificate must be trusted, and be for this host.";
      case NoRouteToHostException _ -> "The address cannot be reached.";
      case ConnectException _ -> "The connection was refused.";
      case NoHttpResponseException _ -> "The connection was closed without an answer.";
      case ConnectionClosedException _ -> "The connection was closed before the whole answer.";
      case SocketException _ -> "The connection was lost.";
      case MessageConstraintException _ -> "The head of the answer is too large.";
      case ClientProtocolException _ -> "The answer is no valid HTTP.";
      default -> "The exchange failed.";
    };
  }

  private static String seconds(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }
}
