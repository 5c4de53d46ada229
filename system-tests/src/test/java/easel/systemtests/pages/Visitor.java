package easel.systemtests.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Tracing;
import com.microsoft.playwright.options.AriaRole;
import easel.systemtests.EaselClient;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// One person in a browser of its own, which notes whatever no page may do: an error of a script, a
/// request to another machine, an answer that is a mistake of ours.
final class Visitor implements AutoCloseable {
  private static final String PICTURES =
      """
      () => Promise.all([...document.images]
          .filter(image => !image.complete && image.loading !== 'lazy')
          .map(image => new Promise(done => { image.onload = image.onerror = done; })))
      """;
  private static final String BEYOND =
      """
      () => Math.max(...[document.documentElement, ...document.querySelectorAll('dialog[open]')]
          .map(seen => seen.scrollWidth - seen.clientWidth))
      """;
  private static final List<String> INSIDE = List.of("data:", "blob:", "about:");

  /// The same person, as a program.
  final EaselClient client;

  final Page page;
  private final String name;
  private final URI easel;
  private final BrowserContext context;
  private final List<String> flaws = new ArrayList<>();
  // A job may end before the picture under way that a page shows of it is asked for.
  private final List<String> expected = new ArrayList<>(List.of("/board/previews/"));

  Visitor(
      Browser browser, URI easel, String name, EaselClient client, Browser.NewContextOptions how) {
    this.easel = easel;
    this.name = name;
    this.client = client;
    context = browser.newContext(how.setBaseURL(easel.toString()));
    context.tracing().start(new Tracing.StartOptions().setSnapshots(true).setTitle(name));
    context.onRequest(request -> noteForeign(request.url()));
    context.onResponse(
        response -> {
          if (response.status() >= 500) {
            note(response.status() + " " + response.url());
          }
        });
    context.onWebError(error -> note(error.error()));
    context.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            note(message.text() + " " + message.location());
          }
        });
    page = context.newPage();
  }

  /// Signs in as a person does.
  Visitor signIn(String key, String first) {
    page.navigate("/sign-in");
    signInWith(key);
    isAt(first);
    return this;
  }

  void signInWith(String key) {
    field("Key").fill(key);
    button("Sign in").click();
  }

  /// Opens a page by its entry in the navigation.
  void go(String entry) {
    page.getByRole(AriaRole.NAVIGATION, new Page.GetByRoleOptions().setName("Pages"))
        .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(entry).setExact(true))
        .click();
    assertThat(page.locator("nav[aria-label=Pages] [aria-current=page]")).hasText(entry);
  }

  /// Opens a page by its address, and returns once it shows its content.
  void open(String path) {
    page.navigate(path);
    assertThat(page.locator("main h1").first()).isVisible();
    page.evaluate(PICTURES);
  }

  /// Opens a dialog of a page, and returns once it shows its content.
  void open(Sites.Dialog dialog) {
    open(dialog.path());
    page.getByText(dialog.opener(), new Page.GetByTextOptions().setExact(true)).first().click();
    var shown = page.getByRole(AriaRole.DIALOG);
    assertThat(shown).isVisible();
    assertThat(page.locator(".htmx-request")).hasCount(0);
    shown.getByRole(AriaRole.IMG).all().forEach(this::hasLoaded);
  }

  /// How many pixels of the page, or of a dialog that is open, are to the right of where they can
  /// be seen.
  int beyondTheScreen() {
    return ((Number) page.evaluate(BEYOND)).intValue();
  }

  Locator field(String label) {
    return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
  }

  /// The row of a table that holds this.
  Locator row(String text) {
    return page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText(text));
  }

  Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  Locator link(String name) {
    return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  Locator heading(String name) {
    return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(name));
  }

  /// The picture of a job with this prompt.
  Locator picture(String prompt) {
    return page.getByRole(AriaRole.IMG, new Page.GetByRoleOptions().setName(prompt));
  }

  /// Waits until a picture is not only there but seen.
  void hasLoaded(Locator picture) {
    assertThat(picture).hasJSProperty("complete", true);
    assertThat(picture).not().hasJSProperty("naturalWidth", 0);
  }

  /// Waits until this path is shown, whatever follows it.
  void isAt(String path) {
    // The pattern is the browser's too, which knows nothing of Pattern.quote.
    var literal = (easel + path).replaceAll("[.?*+()\\[\\]{}^$|\\\\]", "\\\\$0");
    assertThat(page).hasURL(Pattern.compile("^" + literal + "([?#].*)?$"));
  }

  /// Waits until a notice says this.
  void isTold(String part) {
    assertThat(page.locator("#notices")).containsText(part);
  }

  /// What holds this is no flaw: the test does it on purpose.
  void expect(String part) {
    expected.add(part);
  }

  /// Whatever no page may do and one did.
  List<String> flaws() {
    return flaws.stream().filter(flaw -> expected.stream().noneMatch(flaw::contains)).toList();
  }

  /// Keeps how the page looks, and how it came to that.
  void keep(Path folder) {
    if (!page.isClosed()) {
      page.screenshot(
          new Page.ScreenshotOptions().setFullPage(true).setPath(folder.resolve(name + ".png")));
    }
    context.tracing().stop(new Tracing.StopOptions().setPath(folder.resolve(name + ".zip")));
  }

  @Override
  public void close() {
    context.close();
  }

  private void noteForeign(String url) {
    if (!url.startsWith(easel + "/") && INSIDE.stream().noneMatch(url::startsWith)) {
      note("asked for " + url);
    }
  }

  private void note(String flaw) {
    flaws.add(name + " at " + page.url() + ": " + flaw);
  }
}
