package easel.bench;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// When the page of a board had what and showed it: its script notes each prompt that is a mark,
/// once it is in the document and once the frame with it was drawn, and what held up the page.
final class Screen {
  // By the clock of this machine, which is the browser's too.
  private static final String WATCH =
      """
      globalThis.had = {};
      globalThis.shown = {};
      globalThis.long = [];
      new PerformanceObserver((tasks) => {
        for (const task of tasks.getEntries()) long.push(task.duration);
      }).observe({ entryTypes: ["longtask"] });
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
        for (const mark of fresh) had[mark] ??= Date.now();
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

  /// Begins anew with what holds up the page.
  void forgetLongTasks() throws InterruptedException {
    browser.run("long.length = 0");
  }

  /// How long what held up the page's script for more than 50 ms took, in milliseconds.
  List<Double> longTasks() throws InterruptedException {
    return browser.run("long").valueStream().map(JsonNode::asDouble).toList();
  }

  /// When the document had each of these that were shown, in milliseconds since 1970.
  Map<String, Long> had(List<String> marks) throws InterruptedException {
    return times(browser.run("had"), marks);
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
    return times(shown, marks);
  }

  private static Map<String, Long> times(JsonNode noted, List<String> marks) {
    var times = new HashMap<String, Long>();
    for (var mark : marks) {
      times.put(mark, noted.required(mark).asLong());
    }
    return times;
  }

  private static boolean hasAll(JsonNode shown, List<String> marks) {
    return marks.stream().allMatch(shown::has);
  }
}
