package easel.bench;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// When the page of a board showed what: its script notes each prompt that is a mark, once the
/// frame with it was drawn.
final class Screen {
  // By the clock of this machine, which is the browser's too.
  private static final String WATCH =
      """
      globalThis.shown = {};
      new MutationObserver((changes) => {
        const fresh = new Set();
        for (const change of changes) {
          for (const node of change.addedNodes) {
            for (const mark of node.textContent.match(/mark \\d+\\./g) ?? []) {
              if (!(mark in shown)) fresh.add(mark);
            }
          }
        }
        if (fresh.size === 0) return;
        requestAnimationFrame(() => setTimeout(() => {
          for (const mark of fresh) shown[mark] ??= Date.now();
        }));
      }).observe(document.getElementById("board"), { childList: true, subtree: true });
      """;

  private final Browser browser;

  private Screen(Browser browser) {
    this.browser = browser;
  }

  /// Of the board that the browser has open.
  static Screen of(Browser browser) throws InterruptedException {
    browser.run(WATCH);
    return new Screen(browser);
  }

  /// When each of these was shown, in milliseconds since 1970.
  ///
  /// @throws IllegalStateException if one is not shown within this
  Map<String, Long> shown(List<String> marks, Duration patience) throws InterruptedException {
    var deadline = System.nanoTime() + patience.toNanos();
    var shown = browser.run("shown");
    while (!hasAll(shown, marks)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "expected the page to show %s, got: %s".formatted(marks, shown));
      }
      Stage.look();
      shown = browser.run("shown");
    }
    var times = new HashMap<String, Long>();
    for (var mark : marks) {
      times.put(mark, shown.required(mark).asLong());
    }
    return times;
  }

  private static boolean hasAll(JsonNode shown, List<String> marks) {
    return marks.stream().allMatch(shown::has);
  }
}
