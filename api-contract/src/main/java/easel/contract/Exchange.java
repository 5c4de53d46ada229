package easel.contract;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A request and its answer.
///
/// @param path as it was sent, with its query
/// @param sent the request's body, null for none
/// @param headers of the answer, the first of each name
/// @param body of the answer; empty for none, and for a stream
public record Exchange(
    String method,
    String path,
    @Nullable String sent,
    int status,
    Map<String, String> headers,
    String body) {
  public Exchange {
    var ofAnyCase = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    ofAnyCase.putAll(headers);
    headers = ofAnyCase;
  }

  /// The same, as the JDK's client has it.
  public static Exchange of(
      String method,
      String path,
      @Nullable String sent,
      int status,
      java.net.http.HttpHeaders headers,
      String body) {
    var first = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    headers.map().forEach((name, values) -> first.put(name, values.getFirst()));
    return new Exchange(method, path, sent, status, first, body);
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /// The answer's type without its parameters; empty where none is said.
  public String contentType() {
    return header("Content-Type").orElse("").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  String pathAlone() {
    return path.split("\\?", 2)[0];
  }
}
