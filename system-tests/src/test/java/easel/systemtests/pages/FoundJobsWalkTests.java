package easel.systemtests.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Finding jobs again, and what is done with all that were found.
@ExtendWith(WithVisitors.class)
class FoundJobsWalkTests {
  private final Visitors visitors;
  private final String word = Scene.word();

  FoundJobsWalkTests(Visitors visitors) {
    this.visitors = visitors;
  }

  @AfterEach
  void letGo() {
    visitors.simulator().release(Map.of("promptContains", word));
  }

  @Test
  void aJobIsFoundAgainByAWordOfItsPrompt() {
    var visitor = visitors.customerWithAccount();
    var prompt = "an owl reads the news " + word;
    Scene.end(visitor.client, Scene.imagine(visitor.client, "something else"));
    Scene.end(visitor.client, Scene.imagine(visitor.client, prompt));

    visitor.go("Jobs");
    visitor.field("Find").fill(word);
    visitor.button("Find").click();
    assertThat(visitor.page.getByText("something else")).hasCount(0);
    visitor.page.getByRole(AriaRole.LIST).getByText(prompt).click();
    assertThat(visitor.picture(prompt)).isVisible();

    visitor.go("Jobs");
    visitor.field("Find").fill("nobodyeverwrotethis");
    visitor.page.keyboard().press("Enter");
    assertThat(visitor.heading("Nothing matches")).isVisible();
  }

  @Test
  void aJobIsFoundByItsRefByItsIdAndByItsMessageAtDiscord() {
    var visitor = visitors.customerWithAccount();
    var prompt = "a heron at dusk " + word;
    var ref = "order of " + word;
    Scene.end(visitor.client, Scene.imagine(visitor.client, "something else"));
    var job = Scene.imagine(visitor.client, Map.of("prompt", prompt, "ref", ref));
    Scene.end(visitor.client, job);
    visitor.open("/jobs/" + job);
    var message = visitor.page.locator("dt:has-text('Message at Discord') + dd").textContent();

    for (var typed : List.of(ref, job, message)) {
      find(visitor, typed);
      isTheOnlyOne(visitor, prompt);
    }

    // and by the ref alone, also in the table
    visitor.go("Jobs");
    visitor.link("Table").click();
    visitor.page.getByText("More filters").click();
    visitor.field("Ref, exactly").fill(ref);
    visitor.button("Find").click();
    assertThat(visitor.page.locator("tbody tr")).hasCount(1);
    assertThat(visitor.row(prompt)).containsText(ref);
    assertThat(visitor.field("Ref, exactly")).hasValue(ref);
  }

  @Test
  void thoseThatWereCountedAreCancelledAndNoneThatCameLater() {
    var visitor = visitors.customerWithAccount();
    takeAllSlots(visitor);
    var unwanted = List.of(imagine(visitor, "unwanted fern"), imagine(visitor, "unwanted fox"));
    var wanted = imagine(visitor, "still wanted");
    find(visitor, "unwanted");

    visitor.link("Cancel all that match…").click();
    assertThat(visitor.heading("Cancel 2 jobs?")).isVisible();
    assertThat(visitor.page.locator("dd")).hasText("unwanted");
    var later = imagine(visitor, "unwanted, but after the count");
    visitor.button("Cancel 2 jobs").click();

    visitor.isTold("2 jobs asked to be cancelled.");
    for (var job : unwanted) {
      assertThat(visitor.page.locator("#card-" + job)).containsText("Cancelled");
      assertThat(Scene.look(visitor.client, job).sent()).isFalse();
    }
    assertThat(Scene.look(visitor.client, wanted).status()).isEqualTo("QUEUED");
    assertThat(Scene.look(visitor.client, later).status()).isEqualTo("QUEUED");
  }

  @Test
  void thoseThatWereCancelledAreSubmittedAgainOnceAndInTheirOrder() {
    var visitor = visitors.customerWithAccount();
    takeAllSlots(visitor);
    var first = imagine(visitor, "regretted fern");
    var second = imagine(visitor, "regretted fox");
    find(visitor, "regretted");
    visitor.link("Cancel all that match…").click();
    visitor.button("Cancel 2 jobs").click();
    assertThat(visitor.page.locator("#card-" + first)).containsText("Cancelled");
    assertThat(visitor.page.locator("#card-" + second)).containsText("Cancelled");
    visitors.simulator().release(Map.of("promptContains", word));

    visitor.link("Retry all that match…").click();
    assertThat(visitor.heading("Retry 2 jobs?")).isVisible();
    visitor.button("Retry 2 jobs").click();

    visitor.isTold("2 jobs submitted again.");
    assertThat(visitor.page.locator(".gallery li")).hasCount(4);
    assertThat(followed(visitor, first, "regretted fern"))
        .isLessThan(followed(visitor, second, "regretted fox"));
    find(visitor, "regretted");
    visitor.link("Retry all that match…").click();
    assertThat(visitor.page.getByText("None match.")).isVisible();
    assertThat(visitor.page.locator("main button")).hasCount(0);
  }

  /// Goes from a job to the one that it was submitted again as, and waits for its picture.
  ///
  /// @return the address of that one, which grows with the time at which it came
  private String followed(Visitor visitor, String job, String prompt) {
    visitor.open("/jobs/" + job);
    visitor.page.locator("p:has-text('Submitted again as') a").click();
    var again = visitor.page.locator("p:has-text('Submitted again for') a");
    assertThat(again).hasText(job);
    assertThat(visitor.picture(prompt + " " + word)).isVisible();
    return visitor.page.url();
  }

  private void takeAllSlots(Visitor visitor) {
    visitors.simulator().hold(Map.of("promptContains", word));
    for (int i = 1; i <= 3; i++) {
      imagine(visitor, "takes a slot");
    }
  }

  private String imagine(Visitor visitor, String prompt) {
    return Scene.imagine(visitor.client, prompt + " " + word);
  }

  private static void find(Visitor visitor, String typed) {
    visitor.go("Jobs");
    visitor.field("Find").fill(typed);
    visitor.button("Find").click();
    assertThat(visitor.link("All jobs")).isVisible();
    assertThat(visitor.field("Find")).hasValue(typed);
  }

  private static void isTheOnlyOne(Visitor visitor, String prompt) {
    var found = visitor.page.locator(".gallery li");
    assertThat(found).hasCount(1);
    assertThat(found).containsText(prompt);
  }
}
