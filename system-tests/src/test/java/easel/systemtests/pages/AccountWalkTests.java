package easel.systemtests.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Linking an account and living with it.
@ExtendWith(WithVisitors.class)
class AccountWalkTests {
  @Test
  void theLimitIsChangedByItsSliderAlsoWithTheKeyboard(Visitors visitors) {
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
}
