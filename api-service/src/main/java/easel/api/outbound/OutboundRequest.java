package easel.api.outbound;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is asked of an address that a customer named.
///
/// @param body null for none
/// @param deadline of the whole, the look-up of its name included
/// @param mostBytes of the answer's body that are wanted; 0: none of it is read
@SuppressWarnings("ArrayRecordComponent") // never compared
public record OutboundRequest(
    String method,
    OutboundUrl url,
    Map<String, String> headers,
    byte @Nullable [] body,
    Duration deadline,
    int mostBytes) {
  public OutboundRequest {
    headers = Map.copyOf(headers);
  }

  public static OutboundRequest get(OutboundUrl url, Duration deadline, int mostBytes) {
    return new OutboundRequest("GET", url, Map.of(), null, deadline, mostBytes);
  }

  /// A POST whose answer's body nobody reads.
  ///
  /// @param headers with the Content-Type
  public static OutboundRequest post(
      OutboundUrl url, Map<String, String> headers, byte[] body, Duration deadline) {
    return new OutboundRequest("POST", url, headers, body, deadline, 0);
  }

  @Override
  public String toString() {
    return method + " " + url;
  }
}
