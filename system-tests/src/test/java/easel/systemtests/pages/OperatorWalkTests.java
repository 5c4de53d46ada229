package easel.systemtests.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What the operator does: lets customers in and keeps them out, and sees why jobs fail.
@ExtendWith(WithVisitors.class)
class OperatorWalkTests {
  @Test
  void aCustomerIsAddedAndGetsInWithTheKeyThatIsShownOnce(Visitors visitors) {
    var operator = visitors.operator();
    operator.go("Customers");
    operator.field("Name").fill("Studio of the walk");
    operator.field("Plan").selectOption("PRO");
    operator.button("Add").click();
    assertThat(operator.heading("Studio of the walk")).isVisible();
    var key = operator.page.locator("#key").textContent().strip();

    var customer = visitors.stranger().signIn(key, "/board");
    assertThat(customer.page.getByRole(AriaRole.BANNER)).containsText("Studio of the walk");

    // and no more once the key is revoked
    operator.page.reload();
    assertThat(operator.page.locator("#key")).hasCount(0);
    operator.page.getByText("Revoke…").click();
    operator.button("Revoke").click();
    assertThat(operator.page.getByText("lets in", exactly())).hasCount(0);
    customer.page.reload();
    customer.isAt("/sign-in");
    assertThat(customer.page.getByRole(AriaRole.ALERT)).containsText("key was revoked");
  }

  @Test
  void aKeyIsMadeOnceHoweverOftenItsButtonIsClicked(Visitors visitors) {
    var operator = visitors.operator();
    operator.go("Customers");
    operator.field("Name").fill("Studio in a hurry");
    operator.button("Add").click();
    var first = operator.page.locator("#key").textContent().strip();
    operator.button("Add a key").dblclick();
    assertThat(operator.page.locator("#key")).not().containsText(first);
    assertThat(operator.page.locator("#key")).isVisible();
    operator.page.reload();
    assertThat(operator.page.getByText("lets in", exactly())).hasCount(2);
  }

  @Test
  void whyAJobFailedIsReadWithWhoseItWas(Visitors visitors) {
    var customer = visitors.create("Studio without luck");
    var client = visitors.program().as(customer.apiKey());
    Scene.linkQuick(client, visitors.simulator());
    Scene.end(client, Scene.imagine(client, "sim-banned, and nothing else"));

    var operator = visitors.operator();
    operator.go("Failures");
    var row = operator.row("sim-banned, and nothing else");
    assertThat(row).containsText("Studio without luck");

    // by its reason to the job itself, and to whose it was
    row.getByRole(AriaRole.LINK, named("BANNED_PROMPT")).click();
    assertThat(operator.heading("BANNED_PROMPT")).isVisible();
    var job = operator.row("Studio without luck").first();
    job.getByRole(AriaRole.LINK).first().click();
    assertThat(operator.heading("What happened")).isVisible();
    assertThat(operator.page.getByText("sim-banned, and nothing else").first()).isVisible();
    assertThat(operator.button("Retry")).hasCount(0);
    operator.link("Studio without luck").click();
    assertThat(operator.heading("Studio without luck")).isVisible();
  }

  private static Locator.GetByRoleOptions named(String name) {
    return new Locator.GetByRoleOptions().setName(name);
  }

  private static Page.GetByTextOptions exactly() {
    return new Page.GetByTextOptions().setExact(true);
  }
}
