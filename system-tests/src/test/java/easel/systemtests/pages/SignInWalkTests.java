package easel.systemtests.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Getting in, and out again.
@ExtendWith(WithVisitors.class)
class SignInWalkTests {
  @Test
  void aKeyOpensTheBoardAndSigningOutClosesIt(Visitors visitors) {
    var customer = visitors.create("Studio of one");
    var visitor = visitors.stranger();
    visitor.page.navigate("/");
    visitor.isAt("/sign-in");

    // what was typed wrong is told beside the field, and another try is made at once
    visitor.signInWith("easel_0123456789abcdef_wrong");
    assertThat(visitor.page.getByRole(AriaRole.ALERT)).containsText("This key is not known.");
    visitor.signInWith(customer.apiKey());
    visitor.isAt("/board");
    assertThat(visitor.page.getByRole(AriaRole.BANNER)).containsText("Studio of one");

    visitor.button("Sign out").click();
    visitor.isAt("/sign-in");
    visitor.page.goBack();
    assertThat(visitor.button("Sign in")).isVisible();
  }

  @Test
  void onesOwnPagesAreFoundFromAnyOther(Visitors visitors) {
    var customer = visitors.newCustomer();
    for (var entry : Sites.OF_CUSTOMER.keySet()) {
      customer.go(entry);
    }
    var operator = visitors.operator();
    for (var entry : Sites.OF_OPERATOR.keySet()) {
      operator.go(entry);
    }
  }

  @Test
  void theKeyboardAloneIsEnough(Visitors visitors) {
    var key = visitors.create("Keyboard").apiKey();
    var visitor = visitors.stranger();
    visitor.page.navigate("/sign-in");
    // the field has the focus at once
    visitor.page.keyboard().type(key);
    visitor.page.keyboard().press("Enter");
    visitor.isAt("/board");
    visitor.page.keyboard().press("Tab");
    assertThat(
            visitor.page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName("Skip to the content")))
        .isFocused();
  }

  @Test
  void whatIsTypedIsKeptWhenTheSessionIsOverAndSentInTheNext(Visitors visitors) {
    var customer = visitors.create("Long lunch");
    var visitor = visitors.customer(customer);
    visitor.go("Webhooks");
    visitor.field("Address").fill("https://hooks.example/after-lunch");
    visitor.page.context().clearCookies();

    visitor.button("Set").click();
    visitor.isTold("Your session is over");
    assertThat(visitor.field("Address")).hasValue("https://hooks.example/after-lunch");

    var tab = visitor.page.waitForPopup(() -> visitor.link("Sign in").click());
    tab.getByLabel("Key").fill(customer.apiKey());
    tab.getByLabel("Key").press("Enter");
    assertThat(tab.getByRole(AriaRole.BANNER)).containsText("Long lunch");
    visitor.button("Set").click();
    assertThat(visitor.page.locator("#secret")).isVisible();
    assertThat(visitor.field("Address")).hasValue("https://hooks.example/after-lunch");
  }

  @Test
  void anotherOnesPageIsRefusedWithAWordAboutIt(Visitors visitors) {
    var visitor = visitors.newCustomer();
    visitor.expect("status of 403");
    visitor.page.navigate("/operator");
    assertThat(visitor.heading("Not for this key")).isVisible();
  }
}
