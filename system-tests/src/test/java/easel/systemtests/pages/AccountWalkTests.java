package easel.systemtests.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import easel.systemtests.Simulator.Account;
import easel.systemtests.Simulator.Channel;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Linking an account and living with it, as a customer and as the operator, who shares one.
@ExtendWith(WithVisitors.class)
class AccountWalkTests {
  private final Visitors visitors;
  private final String word = Scene.word();

  AccountWalkTests(Visitors visitors) {
    this.visitors = visitors;
  }

  @AfterEach
  void nothingStaysSharedOrHeld() {
    visitors.simulator().release(Map.of("promptContains", word));
    var operator = visitors.program();
    for (var account : operator.get("/admin/accounts").expect(200).required("items")) {
      operator
          .call("DELETE", "/admin/accounts/" + account.required("id").asLong(), null)
          .expectSuccess();
    }
  }

  @Test
  void anAccountIsLinkedFromTheBoardOfSomebodyNew() {
    var visitor = visitors.newCustomer();
    var user = visitors.simulator().createAccount("BASIC", "walker");
    var channel = visitors.simulator().createChannel();
    assertThat(visitor.heading("No account is linked yet")).isVisible();
    visitor.link("Link an account").click();
    assertThat(visitor.heading("Link an account")).isVisible();

    // a token that Discord does not know is told beside its field, and nothing typed is lost
    visitor.expect("status of 4");
    fill(visitor, user, channel);
    visitor.field("User token").fill("not-" + user.token());
    visitor.button("Check and link").click();
    assertThat(visitor.page.locator("#userToken-error")).not().isEmpty();
    assertThat(visitor.field("Server id")).hasValue(channel.guildId());
    assertThat(visitor.field("User token")).hasValue("not-" + user.token());
    assertThat(visitor.page.getByRole(AriaRole.ALERT)).containsText("Nothing was saved.");

    visitor.field("User token").fill(user.token());
    visitor.button("Check and link").click();

    visitor.isTold("Linked.");
    assertThat(visitor.heading("studio of a walk")).isVisible();
    assertThat(visitor.page.getByText("connected since")).isVisible();
    assertThat(visitor.page.content()).doesNotContain(user.token());
    visitor.go("Accounts");
    assertThat(visitor.row("studio of a walk")).containsText("0 of 2");
  }

  @Test
  void theLimitIsChangedByItsSliderAlsoWithTheKeyboard() {
    var visitor = visitors.newCustomer();
    var account = Scene.linkQuick(visitor.client, visitors.simulator());
    visitor.go("Accounts");
    visitor.link("studio").click();
    var slider = visitor.page.getByRole(AriaRole.SLIDER);
    assertThat(slider).hasValue("3");

    slider.press("ArrowLeft");

    assertThat(visitor.page.getByText("From now on at most 2 at once.")).isVisible();
    assertThat(visitor.client.account(account).concurrency()).isEqualTo(2);
  }

  @Test
  void theOperatorSharesAnAccountWithWhoeverHasNone() {
    // given a customer with neither an account nor one to share
    var customer = visitors.customer(visitors.create("Guest", "STANDARD"));
    assertThat(customer.heading("No account is linked yet")).isVisible();

    // when the operator links a shared one
    var operator = visitors.operator();
    var user = visitors.simulator().createAccount("BASIC", "shared");
    visitors.simulator().set(user, Map.of("jobMs", Map.of("min", 300, "max", 900)));
    operator.go("Shared accounts");
    operator.link("Link an account").first().click();
    fill(operator, user, visitors.simulator().createChannel());
    operator.field("User token").fill(user.token());
    operator.button("Check and link").click();
    operator.isTold("Linked.");
    assertThat(operator.page.getByText("connected since")).isVisible();

    // then the customer makes a picture
    customer.go("Make");
    customer.field("Prompt").fill("a guest at a feast");
    customer.button("Make").click();
    assertThat(customer.picture("a guest at a feast")).isVisible();

    // until it is unlinked
    operator.page.getByText("Unlink…").click();
    var asked = operator.page.getByRole(AriaRole.DIALOG);
    assertThat(asked).containsText("No job runs on it or waits for it.");
    asked.getByRole(AriaRole.BUTTON).getByText("Unlink").click();
    operator.isTold("Unlinked.");
  }

  @Test
  void aPausedAccountTakesNothingAndGoesOnOnceItIsResumed() {
    var visitor = visitors.newCustomer();
    Scene.linkQuick(visitor.client, visitors.simulator());
    visitor.go("Accounts");
    visitor.link("studio").click();
    assertThat(visitor.page.locator("#while-paused")).containsText("until this one is resumed");
    visitor.button("Pause").click();
    visitor.isTold("Paused: it takes no new jobs.");
    assertThat(visitor.page.locator("#state")).containsText("Paused");

    // what comes waits, and says for what
    var prompt = "a snail in a hurry";
    var waiting = Scene.imagine(visitor.client, prompt);
    visitor.open("/jobs/" + waiting);
    assertThat(visitor.page.getByText("studio is paused")).isVisible();

    // what comes once there is another account runs on that
    var user = visitors.simulator().createAccount("BASIC", "attic");
    var attic = Scene.linkQuick(visitor.client, visitors.simulator(), user, 3);
    var elsewhere = Scene.end(visitor.client, Scene.imagine(visitor.client, "a hare at rest"));
    assertThat(Scene.look(visitor.client, elsewhere).account()).isEqualTo(attic);
    assertThat(visitor.page.getByText("studio is paused")).isVisible();

    visitor.go("Accounts");
    assertThat(visitor.row("studio")).containsText("Paused");
    visitor.link("studio").click();
    visitor.button("Resume").click();
    visitor.isTold("Resumed.");
    visitor.open("/jobs/" + waiting);
    assertThat(visitor.picture(prompt)).isVisible();
  }

  @Test
  void anAccountIsRenamedWhereverItIsNamed() {
    var visitor = visitors.newCustomer();
    Scene.linkQuick(visitor.client, visitors.simulator());
    visitor.go("Accounts");
    visitor.link("studio").click();
    visitor.field("Label").fill("attic");
    visitor.button("Rename").click();

    visitor.isTold("Renamed.");
    assertThat(visitor.heading("attic")).isVisible();
    visitor.go("Accounts");
    assertThat(visitor.row("attic")).isVisible();
    assertThat(visitor.row("studio")).hasCount(0);
    visitor.go("Board");
    assertThat(visitor.button("Pause attic")).isVisible();
  }

  @Test
  void aTokenThatDiscordTookBackIsReplaced() {
    // given an account whose token is another one now
    var visitor = visitors.newCustomer();
    var user = visitors.simulator().createAccount("BASIC", "studio");
    Scene.linkQuick(visitor.client, visitors.simulator(), user, 3);
    var renewed = "renewed-" + user.userId();
    visitors.simulator().change(user, Map.of("token", renewed));
    visitor.go("Accounts");
    assertThat(visitor.row("studio")).containsText("Needs attention");
    visitor.link("studio").click();
    assertThat(visitor.page.locator("#state")).containsText("See to it at Discord");

    // when the old one is typed, and then the new one
    visitor.expect("status of 4");
    visitor.field("New user token").fill(user.token());
    visitor.button("Check and replace").click();
    assertThat(visitor.page.locator("#userToken-error")).containsText("Discord refused");
    visitor.field("New user token").fill(renewed);
    visitor.button("Check and replace").click();

    // then that is used, and shown nowhere
    visitor.isTold("Discord took it");
    assertThat(visitor.page.getByText("connected since")).isVisible();
    assertThat(visitor.page.content()).doesNotContain(renewed);
    var job = Scene.end(visitor.client, Scene.imagine(visitor.client, "a key in a lock"));
    assertThat(Scene.look(visitor.client, job).status()).isEqualTo("DONE");
  }

  @Test
  void whatIsSaidBeforeAnAccountIsUnlinkedHappens() {
    // given one with a job that runs, one that waits, and a button that only it can press
    var visitor = visitors.newCustomer();
    var simulator = visitors.simulator();
    var leaver =
        Scene.linkQuick(visitor.client, simulator, simulator.createAccount("BASIC", "leaver"), 1);
    var pressed = Scene.end(visitor.client, Scene.imagine(visitor.client, "a suitcase " + word));
    simulator.hold(Map.of("promptContains", word));
    var running = Scene.imagine(visitor.client, "a train that waits " + word);
    awaitRunning(visitor, running);
    var moving = Scene.imagine(visitor.client, "a train that is late " + word);
    var ending = Scene.press(visitor.client, pressed, "U1");
    var stayer =
        Scene.linkQuick(visitor.client, simulator, simulator.createAccount("BASIC", "stayer"), 1);

    visitor.go("Accounts");
    visitor.link("leaver").click();
    visitor.link("Unlink…").click();
    var asked = visitor.page.getByRole(AriaRole.DIALOG);
    assertThat(asked).containsText("1 running or just handed to it: finished and delivered.");
    assertThat(asked).containsText("1 waiting: your other accounts run them.");
    assertThat(asked).containsText("1 waiting that nobody else can run");
    asked.getByRole(AriaRole.BUTTON).getByText("Unlink").click();
    visitor.isTold("Unlinked.");
    assertThat(visitor.row("leaver")).hasCount(0);

    // then the one ends unsent, the other is run by whom it was said, and what ran is finished
    visitor.open("/jobs/" + ending);
    assertThat(visitor.heading("ACCOUNT_UNAVAILABLE")).isVisible();
    assertThat(Scene.look(visitor.client, ending).sent()).isFalse();
    awaitRunning(visitor, moving);
    assertThat(Scene.look(visitor.client, moving).account()).isEqualTo(stayer);
    simulator.release(Map.of("promptContains", word));
    var finished = Scene.look(visitor.client, Scene.end(visitor.client, running));
    assertThat(finished.status()).isEqualTo("DONE");
    assertThat(finished.account()).isEqualTo(leaver);
    visitor.open("/jobs/" + moving);
    assertThat(visitor.picture("a train that is late " + word)).isVisible();
  }

  private static void awaitRunning(Visitor visitor, String job) {
    visitor.open("/jobs/" + job);
    assertThat(visitor.page.getByText("Processing").first()).isVisible();
  }

  private static void fill(Visitor visitor, Account user, Channel channel) {
    visitor.field("Server id").fill(channel.guildId());
    visitor.field("Channel id").fill(channel.id());
    visitor.field("Midjourney plan").selectOption(user.plan());
    visitor.field("Label (optional)").fill("studio of a walk");
  }
}
