package easel.systemtests.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotAnimations;
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
    keep(visitors.customer(scene.customer(), screen), sites, look);

    keep(visitors.customer(visitors.create("Nobody yet"), screen), empty(), look);

    var ofOperator = new LinkedHashMap<>(Sites.OF_OPERATOR);
    ofOperator.putAll(Sites.ofOperator(scene));
    keep(visitors.operator(screen), ofOperator, look);
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
          var file = name.toLowerCase(Locale.ROOT).replace(' ', '-') + "." + look + ".png";
          var picture =
              visitor.page.screenshot(
                  new Page.ScreenshotOptions()
                      .setFullPage(true)
                      .setAnimations(ScreenshotAnimations.DISABLED)
                      .setPath(FOLDER.resolve(file)));
          assertThat(picture).isNotEmpty();
        });
  }
}
