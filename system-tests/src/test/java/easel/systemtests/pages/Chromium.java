package easel.systemtests.pages;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import easel.systemtests.InstalledChromium;
import java.util.Map;

/// The Chromium that is installed on this machine; it finds no other machine.
final class Chromium implements AutoCloseable {
  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  static Chromium launch() {
    var program = InstalledChromium.find();
    var playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    return new Chromium(
        playwright,
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(program)
                    .setArgs(InstalledChromium.ARGUMENTS)));
  }

  Browser browser() {
    return browser;
  }

  @Override
  public void close() {
    playwright.close(); // and with it the browser
  }
}
