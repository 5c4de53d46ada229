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

  AccountWalkTests(Visitors visitors) {
    this.visitors = visitors;
  }

  @AfterEach
  void nothingStaysShared() {
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

  private static void fill(Visitor visitor, Account user, Channel channel) {
    visitor.field("Server id").fill(channel.guildId());
    visitor.field("Channel id").fill(channel.id());
    visitor.field("Midjourney plan").selectOption(user.plan());
    visitor.field("Label (optional)").fill("studio of a walk");
  }
}
