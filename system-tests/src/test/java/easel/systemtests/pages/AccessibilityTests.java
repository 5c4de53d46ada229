package easel.systemtests.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import easel.systemtests.pages.Sites.Dialog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every page can be used by whoever sees badly or not at all, as far as a program can tell; and no
/// page is wider than the screen it is read on.
@ExtendWith(WithVisitors.class)
class AccessibilityTests {
  @ParameterizedTest
  @CsvSource({"LIGHT,1280", "DARK,1280", "LIGHT,360", "DARK,360"})
  void nothingSeriousIsFound(ColorScheme colours, int width, Visitors visitors) {
    var scene = Scene.play(visitors, "Everything there is");
    var findings = new ArrayList<String>();

    try (var shared = SharedAccount.link(visitors)) {
      var screen = screen(colours, width);
      look(visitors.stranger(screen), Map.of("Sign in", "/sign-in"), findings);
      var customer = visitors.customer(scene.customer(), screen);
      look(customer, ofCustomer(scene), findings);
      open(customer, Sites.dialogsOf(scene), findings);
      customer.expect("status of 40"); // 403 or 404
      look(customer, Sites.thatAreNone(), findings);
      var operator = visitors.operator(screen);
      look(operator, ofOperator(scene, shared), findings);
      open(operator, Sites.dialogsOfOperator(scene), findings);
    }
    assertThat(findings).isEmpty();
  }

  private static Map<String, String> ofCustomer(Scene scene) {
    var sites = new LinkedHashMap<>(Sites.OF_CUSTOMER);
    sites.putAll(Sites.of(scene));
    return sites;
  }

  private static Map<String, String> ofOperator(Scene scene, SharedAccount shared) {
    var sites = new LinkedHashMap<>(Sites.OF_OPERATOR);
    sites.putAll(Sites.ofOperator(scene, shared));
    return sites;
  }

  private static void look(Visitor visitor, Map<String, String> sites, List<String> findings) {
    sites.forEach(
        (name, path) -> {
          visitor.open(path);
          note(name, visitor, findings);
        });
  }

  private static void open(Visitor visitor, Map<String, Dialog> dialogs, List<String> findings) {
    dialogs.forEach(
        (name, dialog) -> {
          visitor.open(dialog);
          note(name, visitor, findings);
        });
  }

  private static void note(String name, Visitor visitor, List<String> findings) {
    Accessibility.findings(visitor.page).forEach(finding -> findings.add(name + ": " + finding));
    var beyond = visitor.beyondTheScreen();
    if (beyond > 0) {
      findings.add("%s: %d pixels are beyond the screen".formatted(name, beyond));
    }
  }

  static Browser.NewContextOptions screen(ColorScheme colours, int width) {
    return new Browser.NewContextOptions()
        .setColorScheme(colours)
        .setReducedMotion(ReducedMotion.REDUCE)
        .setViewportSize(width, 800);
  }
}
