package easel.simulator.midjourney;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The editors that are open, each known by its token until it was sent.
final class Editors {
  private static final int MOST = 10_000;

  private final Map<String, OpenEditor> open = new LinkedHashMap<>();

  synchronized void open(OpenEditor editor) {
    open.put(editor.token(), editor);
    if (open.size() > MOST) {
      open.remove(open.keySet().iterator().next());
    }
  }

  /// Closes the editor, since it was sent; null if it is not open.
  synchronized @Nullable OpenEditor close(String token) {
    return open.remove(token);
  }

  synchronized void clear() {
    open.clear();
  }
}
