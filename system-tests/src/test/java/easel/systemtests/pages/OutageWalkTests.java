package easel.systemtests.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import easel.systemtests.Deployment;
import easel.systemtests.EaselClient;
import easel.systemtests.TwoOfEach;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What somebody sees of `kill -9` while looking at a page: that it is said, that nothing typed is
/// lost, and that the page goes on by itself.
@ExtendWith({WithVisitors.class, TwoOfEach.class})
class OutageWalkTests {
  private final Visitors visitors;
  private final Deployment easel;
  private final String word = Scene.word();
  private Visitor visitor;
  private EaselClient elsewhere;

  OutageWalkTests(Visitors visitors, Deployment easel) {
    this.visitors = visitors;
    this.easel = easel;
  }

  @BeforeEach
  void aCustomerWithAnAccount() {
    var customer = visitors.create("Studio in the dark");
    visitor = visitors.customer(customer);
    elsewhere = easel.operator("api-2").as(customer.apiKey());
    Scene.linkQuick(visitor.client, visitors.simulator());
    expectOutage(visitor);
  }

  // What the browser itself writes of an answer that did not come, which no page can keep back, and
  // what says that PostgreSQL is away, or an instance not ready yet. Nothing that a script writes.
  private static void expectOutage(Visitor visitor) {
    visitor.expect("Failed to load resource: net::ERR_");
    visitor.expect("Failed to load resource: the server responded with a status of 503");
    visitor.expect(": 503 http");
  }

  @AfterEach
  void startAgain() {
    visitors.simulator().release(Map.of("promptContains", word));
    easel.up(2, 2, 2);
  }

  @Test
  void anOpenBoardSaysThatItsInstanceIsGoneAndIsLiveAgainOnceItIsBack() {
    visitors.simulator().hold(Map.of("promptContains", word));
    visitor.go("Board");

    easel.kill("api-1");
    assertThat(lost()).containsText("Connection lost");
    var prompt = "an hourglass " + word;
    Scene.imagine(elsewhere, prompt);
    easel.restart("api-1");

    // what was missed is there, and what happens from now on comes by itself
    assertThat(lost()).hasCount(0);
    assertThat(visitor.page.getByRole(AriaRole.LIST, named("Slots")).getByText(prompt)).isVisible();
    visitors.simulator().release(Map.of("promptContains", word));
    var done = visitor.page.getByRole(AriaRole.REGION, named("Done last"));
    assertThat(done.getByText(prompt)).isVisible();
  }

  @Test
  void thePageOfAJobSaysSoAndAsksForNothingUntilItsInstanceIsBackAndThenFollowsItToItsEnd() {
    visitors.simulator().hold(Map.of("promptContains", word));
    var prompt = "a moth " + word;
    var job = "/jobs/" + Scene.imagine(visitor.client, prompt);
    visitor.open(job);
    var asked = new CopyOnWriteArrayList<String>();

    easel.kill("api-1");
    assertThat(lost()).containsText("Connection lost");
    visitor.page.onRequest(request -> asked.add(URI.create(request.url()).getPath()));
    // in which time it would have asked twice or more
    for (int i = 0; i < 2; i++) {
      visitor.page.waitForRequest("**/sign-in", () -> {});
    }
    assertThat(asked).containsOnly("/sign-in");
    visitors.simulator().release(Map.of("promptContains", word));
    easel.restart("api-1");

    assertThat(lost()).hasCount(0);
    assertThat(visitor.picture(prompt)).isVisible();
  }

  @Test
  void whatIsTypedIsKeptWhileNobodyAnswersAndCanBeSentAfterwards() {
    var prompt = "a letter in a bottle " + word;
    visitor.go("Make");
    visitor.field("Prompt").fill(prompt);
    visitor.field("Aspect ratio").fill("3:2");

    easel.kill("api-1");
    visitor.button("Make").click();
    visitor.isTold("nothing was sent");
    assertThat(visitor.field("Prompt")).hasValue(prompt);
    assertThat(visitor.field("Aspect ratio")).hasValue("3:2");
    easel.restart("api-1");

    visitor.isTold("Easel answers again");
    visitor.button("Make").click();
    assertThat(visitor.picture(prompt)).isVisible();
  }

  @Test
  void withoutPostgreSqlEveryPageSaysSoInItsOwnLookAndComesBackByItself() {
    var prompt = "a candle " + word;
    visitor.go("Make");
    visitor.field("Prompt").fill(prompt);
    easel.kill("postgresql");

    visitor.button("Make").click();
    visitor.isTold("nothing was sent");
    assertThat(visitor.field("Prompt")).hasValue(prompt);
    for (var path : Sites.OF_CUSTOMER.values()) {
      var answer = visitor.page.request().get(path);
      assertThat(answer.status()).as(path).isEqualTo(503);
      assertThat(answer.text()).as(path).contains("Not now", "does not answer");
    }
    var shown = requireNonNull(visitor.page.navigate("/webhooks"));
    assertThat(shown.status()).isEqualTo(503);
    assertThat(visitor.heading("Not now")).isVisible();
    assertThat(Accessibility.findings(visitor.page)).isEmpty();
    assertThat(visitor.page.request().get("/assets/easel.css").status()).isEqualTo(200);
    easel.restart("postgresql");

    assertThat(visitor.page.locator("nav[aria-label=Pages] [aria-current=page]"))
        .hasText("Webhooks");
  }

  @Test
  void withoutRedisPagesAreShownAndWhatIsNotInForceIsSaidUntilItIs() {
    var operator = visitors.operator();
    expectOutage(operator);
    operator.go("Instances");
    easel.kill("redis");
    Sites.OF_CUSTOMER.forEach(
        (name, path) -> {
          var answer = requireNonNull(visitor.page.navigate(path));
          assertThat(answer.status()).as(path).isEqualTo(200);
          assertThat(visitor.heading(name).first()).isVisible();
        });

    visitor.go("Board");
    visitor.button("Pause studio").click();
    visitor.isTold("Redis did not answer");
    assertThat(withoutRedis(operator)).isVisible();
    easel.restart("redis");

    // the operator's page tells by itself when Redis answers again
    assertThat(withoutRedis(operator)).hasCount(0);
    visitor.button("Resume studio").click();
    assertThat(visitor.button("Pause studio")).isVisible();
    assertThat(visitor.page.locator("#notices")).not().containsText("Redis did not answer");
  }

  private static Locator withoutRedis(Visitor operator) {
    return operator.page.getByText("Redis does not answer");
  }

  private Locator lost() {
    return visitor.page.locator("#connection-lost");
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }
}
