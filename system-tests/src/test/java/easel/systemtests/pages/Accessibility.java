package easel.systemtests.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/// What keeps somebody from using a page, as axe-core finds it.
final class Accessibility {
  private static final String AXE = "/axe.min.js";
  private static final String RUN =
      """
      async () => {
        const found = await axe.run(document,
            { runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] } });
        return found.violations
            .filter(rule => rule.impact === 'serious' || rule.impact === 'critical')
            .flatMap(rule => rule.nodes.map(node =>
                rule.impact + ' ' + rule.id + ': ' + node.target.join(' ') + ' ' + node.html
                    + ' ' + node.failureSummary));
      }
      """;

  private Accessibility() {}

  /// Each serious or critical finding on the page as it is shown now.
  static List<String> findings(Page page) {
    page.evaluate(script());
    return ((List<?>) page.evaluate(RUN)).stream().map(String::valueOf).toList();
  }

  private static String script() {
    try (var source = Accessibility.class.getResourceAsStream(AXE)) {
      if (source == null) {
        throw new IllegalStateException("expected axe-core on the class path, got none");
      }
      return new String(source.readAllBytes(), UTF_8);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
