package easel.simulator.midjourney;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The editors that were opened, each known by its token, and open until it was sent.
final class Editors {
  private static final int MOST = 10_000;

  private final Map<String, OpenEditor> known = new LinkedHashMap<>();
  private final Set<String> open = new HashSet<>();

  synchronized void open(OpenEditor editor) {
    known.put(editor.token(), editor);
    open.add(editor.token());
    if (known.size() > MOST) {
      var oldest = known.keySet().iterator().next();
      known.remove(oldest);
      open.remove(oldest);
    }
  }

  /// An editor that is open, or was; null if there was none.
  synchronized @Nullable OpenEditor find(String token) {
    return known.get(token);
  }

  /// Closes the editor, since it was sent.
  ///
  /// @return whether it was still open
  synchronized boolean close(String token) {
    return open.remove(token);
  }

  synchronized void clear() {
    known.clear();
    open.clear();
  }
}
