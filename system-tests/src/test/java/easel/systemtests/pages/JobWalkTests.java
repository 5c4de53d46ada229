package easel.systemtests.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A picture from its prompt to what is done with it, and what becomes of a job that nobody wants.
@ExtendWith(WithVisitors.class)
class JobWalkTests {
  private static final Pattern ANYTHING = Pattern.compile("");

  /// A red dot.
  private static final byte[] DOT =
      Base64.getDecoder()
          .decode(
              "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC");

  private final Visitors visitors;
  private final String word = Scene.word();

  JobWalkTests(Visitors visitors) {
    this.visitors = visitors;
  }

  @AfterEach
  void letGo() {
    visitors.simulator().release(Map.of("promptContains", word));
  }

  @Test
  void aPictureIsMadeAndOneOfItsFourIsUpscaled() {
    var visitor = visitors.customerWithAccount();
    var prompt = "a tin robot waters a fern " + word;

    visitor.go("Make");
    visitor.field("Prompt").fill(prompt);
    visitor.field("Aspect ratio").fill("3:2");
    visitor.field("Prompt").press("Control+Enter");
    assertThat(visitor.picture(prompt)).isVisible();
    visitor.hasLoaded(visitor.picture(prompt));
    var grid = visitor.page.url();

    visitor.button("U2").click();

    assertThat(visitor.page.getByText("Acts on")).isVisible();
    assertThat(visitor.page).not().hasURL(grid);
    assertThat(visitor.button("Upscale (Subtle)")).isVisible();
    visitor.hasLoaded(visitor.picture(prompt));
  }

  @Test
  void aRegionIsMarkedOnAResultThatCameWhileItsPageWasOpen() {
    var visitor = visitors.customerWithAccount();
    var prompt = "a scarecrow in the rain " + word;
    visitor.go("Make");
    visitor.field("Prompt").fill(prompt);
    visitor.button("Make").click();
    assertThat(visitor.button("U1")).isVisible();
    visitors.simulator().hold(Map.of("promptContains", word));
    visitor.button("U1").click();
    assertThat(visitor.page.getByText("Processing").first()).isVisible();
    visitors.simulator().release(Map.of("promptContains", word));

    visitor.button("Vary (Region)…").click();
    var dialog = visitor.page.getByRole(AriaRole.DIALOG, named("Vary (Region)"));
    visitor.hasLoaded(dialog.getByRole(AriaRole.IMG));
    var region = dialog.getByLabel("The marked region");
    region.click();
    // the brush that the keyboard moves is seen as long as it may move it
    assertThat(dialog.locator(".brush")).isHidden();
    region.press("ArrowRight");
    assertThat(dialog.locator(".brush")).isVisible();
    var press = pressIn(dialog);
    assertThat(press).isInViewport(wholly());
    assertThat(region).isInViewport(wholly());

    // what is refused is told in the dialog, where what was painted and typed still is
    visitor.expect("status of 4");
    dialog.getByLabel("Prompt").fill("a golden hat --stylize 5000 " + word);
    assertThat(dialog.locator(".brush")).isHidden();
    press.click();
    assertThat(dialog.getByRole(AriaRole.ALERT)).isVisible();
    assertThat(dialog.getByLabel("Prompt")).hasValue("a golden hat --stylize 5000 " + word);
    visitor.hasLoaded(dialog.getByRole(AriaRole.IMG));
    dialog.getByLabel("Prompt").fill("a golden hat " + word);
    press.click();

    visitor.isTold("Vary (Region) was pressed");
    assertThat(visitor.picture("a golden hat " + word)).isVisible();
  }

  @Test
  void aPictureIsDrawnFromAFileThatWasChosen() {
    var visitor = visitors.customerWithAccount();
    var prompt = "a lighthouse after a sketch " + word;
    visitor.go("Make");
    var files = visitor.field("Files");
    files.setInputFiles(new FilePayload("sketch.png", "image/png", DOT));
    visitor.hasLoaded(visitor.page.locator(".chosen img"));

    // what was wrong beside it is told, and that the file is to be chosen again
    visitor.expect("status of 4");
    visitor.field("Prompt").fill(prompt);
    visitor.field("Stylize").fill("5000");
    visitor.button("Make").click();
    assertThat(visitor.page.locator("#files-again")).containsText("sketch.png");
    assertThat(visitor.field("Prompt")).hasValue(prompt);
    visitor.field("Stylize").fill("");

    // what is too large is told while it still is chosen
    files.setInputFiles(new FilePayload("huge.png", "image/png", new byte[10 * 1024 * 1024 + 1]));
    visitor.button("Make").click();
    assertThat(visitor.page.locator("#files-error"))
        .hasText("\"huge.png\" must not exceed 10 MiB.");
    assertThat(files).isFocused();
    assertThat(visitor.button("Make")).isEnabled();

    files.setInputFiles(new FilePayload("sketch.png", "image/png", DOT));
    assertThat(visitor.page.locator("#files-error")).isEmpty();
    visitor.button("Make").click();

    assertThat(visitor.heading("Your job")).isVisible();
    assertThat(visitor.page.getByText("Done").first()).isVisible();
    visitor.hasLoaded(visitor.picture(prompt));
    assertThat(visitor.page.locator("#files-again")).containsText("sketch.png");
  }

  @Test
  void aPictureIsDescribedFromAFileThatWasChosen() {
    var visitor = visitors.customerWithAccount();
    visitor.open("/make/describe");
    visitor.field("File").setInputFiles(new FilePayload("dot.png", "image/png", DOT));
    visitor.button("Make").click();
    assertThat(visitor.page.getByText("Done").first()).isVisible();
    assertThat(visitor.page.locator(".texts")).not().isEmpty();
  }

  @Test
  void onAPhoneTheDialogOfARegionHasItsButtonInSight() {
    var visitor =
        visitors.customer(
            visitors.create("On the phone"),
            new Browser.NewContextOptions().setViewportSize(360, 640));
    Scene.linkQuick(visitor.client, visitors.simulator());
    var grid = Scene.end(visitor.client, Scene.imagine(visitor.client, "a stile " + word));
    var upscaled = Scene.end(visitor.client, Scene.press(visitor.client, grid, "U1"));

    visitor.open("/jobs/" + upscaled);
    visitor.button("Vary (Region)…").click();

    var dialog = visitor.page.getByRole(AriaRole.DIALOG, named("Vary (Region)"));
    visitor.hasLoaded(dialog.getByRole(AriaRole.IMG));
    assertThat(pressIn(dialog)).isInViewport(wholly());
    assertThat(dialog.getByLabel("The marked region")).isInViewport(wholly());
  }

  @Test
  void onAPhoneTheParametersAreInTwoColumnsAndTheButtonIsAtHand() {
    var visitor =
        visitors.customer(
            visitors.create("On the phone"),
            new Browser.NewContextOptions().setViewportSize(360, 640));
    Scene.linkQuick(visitor.client, visitors.simulator());
    var prompt = "a kite above the roofs " + word;

    visitor.go("Make");
    assertThat(visitor.button("Make")).isInViewport();
    var left = visitor.field("Aspect ratio").boundingBox();
    var right = visitor.field("Version").boundingBox();
    assertThat(right.y).isEqualTo(left.y);
    assertThat(right.x).isGreaterThan(left.x + left.width);

    // what was asked for is on the screen, too
    visitor.field("Prompt").fill(prompt);
    visitor.button("Make").click();
    assertThat(visitor.heading("Your job")).isInViewport();
    assertThat(visitor.picture(prompt)).isVisible();
  }

  @Test
  void aPromptThatCannotBeSentIsToldBesideItsFieldAndKept() {
    var visitor = visitors.customerWithAccount();
    visitor.expect("status of 4");
    visitor.go("Make");
    visitor.field("Prompt").fill("a fox " + word);
    visitor.field("Stylize").fill("5000");
    visitor.button("Make").click();
    assertThat(visitor.page.locator("#stylize-error")).not().isEmpty();
    assertThat(visitor.field("Prompt")).hasValue("a fox " + word);
    assertThat(visitor.field("Stylize")).hasValue("5000");
  }

  @Test
  void aJobIsWatchedOnTheBoardFromItsSlotToWhatWasDone() {
    var visitor = visitors.customerWithAccount();
    var prompt = "a lantern on a hill " + word;
    visitors.simulator().hold(Map.of("promptContains", word));
    visitor.go("Board");
    assertThat(visitor.heading("Ready for a first picture")).isVisible();

    // when a program asks for a picture while the board is looked at
    Scene.imagine(visitor.client, prompt);

    var slots = visitor.page.getByRole(AriaRole.LIST, named("Slots"));
    assertThat(slots.getByText(prompt)).isVisible();
    assertThat(visitor.page.locator("#board-summary")).hasText("1 running, 0 waiting");

    visitors.simulator().release(Map.of("promptContains", word));
    var done = visitor.page.getByRole(AriaRole.REGION, named("Done last"));
    assertThat(done.getByText(prompt)).isVisible();
    assertThat(slots.getByText(prompt)).hasCount(0);
    visitor.hasLoaded(done.locator("img").first());
    done.getByText(prompt).click();
    assertThat(visitor.picture(prompt)).isVisible();
  }

  @Test
  void theGalleryShowsWhatRunsAndWhyTheNextWaitsAndFollowsThem() {
    var visitor = visitors.customerWithAccount();
    var waiting = waiting(visitor);
    visitor.go("Jobs");

    var card = visitor.page.locator("#card-" + waiting);
    assertThat(card).containsText("3 of 3 slots of studio busy, position 1");
    var running = visitor.page.locator(".gallery li").filter(having("takes a slot")).first();
    visitor.hasLoaded(running.locator("img"));
    assertThat(running.getByRole(AriaRole.PROGRESSBAR)).isVisible();

    // without the page being loaded anew
    visitors.simulator().release(Map.of("promptContains", word));
    assertThat(card).containsText("Done");
    visitor.hasLoaded(card.locator("img"));
    assertThat(card.locator("img")).hasAttribute("src", Pattern.compile("^/pictures/"));
    assertThat(visitor.page.locator("#open-cards")).not().hasAttribute("hx-get", ANYTHING);
  }

  @Test
  void aJobThatWaitsIsCancelledOnItsPage() {
    var visitor = visitors.customerWithAccount();
    var waiting = waiting(visitor);
    visitor.open("/jobs/" + waiting);
    assertThat(visitor.page.getByText("position 1")).isVisible();
    visitor.button("Cancel").click();
    assertThat(visitor.page.getByText("Cancelled").first()).isVisible();
    assertThat(visitor.button("Cancel")).hasCount(0);
    assertThat(Scene.look(visitor.client, waiting).sent()).isFalse();
  }

  @Test
  void allThatWaitAreCancelledOnTheBoard() {
    var visitor = visitors.customerWithAccount();
    var waiting = waiting(visitor);
    visitor.go("Board");
    visitor.link("Cancel all waiting").click();
    var asked = visitor.page.getByRole(AriaRole.DIALOG);
    assertThat(asked).containsText("What runs goes on.");
    asked.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Cancel 1")).click();
    assertThat(visitor.page.getByText("Nothing waits.")).isVisible();
    assertThat(visitor.page.locator("#board-summary")).hasText("3 running, 0 waiting");
    assertThat(Scene.look(visitor.client, waiting).status()).isEqualTo("CANCELLED");
  }

  /// A job behind others that hold all slots.
  private String waiting(Visitor visitor) {
    visitors.simulator().hold(Map.of("promptContains", word));
    for (int i = 1; i <= 3; i++) {
      Scene.imagine(visitor.client, "takes a slot " + word);
    }
    return Scene.imagine(visitor.client, "changed my mind " + word);
  }

  private static Locator pressIn(Locator dialog) {
    return dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Press"));
  }

  private static LocatorAssertions.IsInViewportOptions wholly() {
    return new LocatorAssertions.IsInViewportOptions().setRatio(1);
  }

  private static Locator.FilterOptions having(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }
}
