package easel.systemtests.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotAnimations;
import easel.systemtests.pages.Sites.Dialog;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Keeps how every page looks in a folder, for people to look at: `./easel screenshots FOLDER`.
@ExtendWith(WithVisitors.class)
@EnabledIfSystemProperty(named = "screenshots", matches = ".+")
class ScreenshotTests {
  private static final Path FOLDER = Path.of(System.getProperty("screenshots", "target/pages"));

  @ParameterizedTest
  @CsvSource({"LIGHT,1280,light", "DARK,1280,dark", "LIGHT,360,phone", "DARK,360,phone-dark"})
  void everyPage(ColorScheme colours, int width, String look, Visitors visitors) {
    var scene = Scene.play(visitors, "Studio " + look);
    var screen = AccessibilityTests.screen(colours, width);
    keep(visitors.stranger(screen), Map.of("Sign in", "/sign-in"), look);

    var sites = new LinkedHashMap<>(Sites.OF_CUSTOMER);
    sites.putAll(Sites.of(scene));
    var customer = visitors.customer(scene.customer(), screen);
    keep(customer, sites, look);
    keepOpen(customer, Sites.dialogsOf(scene), look);
    customer.expect("status of 40"); // 403 or 404
    keep(customer, Sites.thatAreNone(), look);

    keep(visitors.customer(visitors.create("Nobody yet"), screen), empty(), look);

    try (var shared = SharedAccount.link(visitors)) {
      var ofOperator = new LinkedHashMap<>(Sites.OF_OPERATOR);
      ofOperator.putAll(Sites.ofOperator(scene, shared));
      var operator = visitors.operator(screen);
      keep(operator, ofOperator, look);
      keepOpen(operator, Sites.dialogsOfOperator(scene), look);
    }
  }

  private static Map<String, String> empty() {
    var sites = new LinkedHashMap<String, String>();
    Sites.OF_CUSTOMER.forEach((name, path) -> sites.put("Empty " + name, path));
    return sites;
  }

  private static void keep(Visitor visitor, Map<String, String> sites, String look) {
    sites.forEach(
        (name, path) -> {
          visitor.open(path);
          keep(visitor, name, look, true);
        });
  }

  private static void keepOpen(Visitor visitor, Map<String, Dialog> dialogs, String look) {
    dialogs.forEach(
        (name, dialog) -> {
          visitor.open(dialog);
          keep(
              visitor, name, look,
              false); // it is where one looks, not in the middle of a long page
        });
  }

  private static void keep(Visitor visitor, String name, String look, boolean fully) {
    var file = name.toLowerCase(Locale.ROOT).replace(' ', '-') + "." + look + ".png";
    var picture =
        visitor.page.screenshot(
            new Page.ScreenshotOptions()
                .setFullPage(fully)
                .setAnimations(ScreenshotAnimations.DISABLED)
                .setPath(FOLDER.resolve(file)));
    assertThat(picture).isNotEmpty();
  }
}
