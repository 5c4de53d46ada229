package easel.api.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request that was made up. The characters of its target, headers and body are the bytes that
/// are sent.
///
/// @param path of the call that it was made from, with its variables in braces
/// @param plain whether it is that call: its path is not odd, and its method is the described one
public record RandomRequest(
    String path,
    boolean plain,
    String method,
    String target,
    Map<String, String> headers,
    @Nullable String body) {
  private static final int SHOWN = 300;

  /// The body as whoever reads it as UTF-8 understands it.
  @Nullable String text() {
    return body == null ? null : new String(body.getBytes(ISO_8859_1), UTF_8);
  }

  @Override
  public String toString() {
    return "%s %s %s %s"
        .formatted(method, shown(target), shown("" + headers), shown(String.valueOf(text())));
  }

  private static String shown(String text) {
    return text.length() <= SHOWN
        ? text
        : text.substring(0, SHOWN) + "… (" + text.length() + " characters)";
  }
}
