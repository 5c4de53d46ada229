package easel.systemtests.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import easel.systemtests.WebhookReceiver;
import easel.systemtests.WebhookReceiver.Told;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Being told of jobs, from the address that is typed to a delivery that is sent once more.
@ExtendWith(WithVisitors.class)
class WebhookWalkTests {
  @Test
  void aDeliveryIsFoundAndSentAgain(Visitors visitors) {
    var visitor = visitors.newCustomer();
    try (var receiver = new WebhookReceiver(Integer.MAX_VALUE)) {
      // given an address, and the secret that is shown with it
      receiver.knows(setAddress(visitor, receiver));
      Scene.linkQuick(visitor.client, visitors.simulator());
      var job = Scene.end(visitor.client, Scene.imagine(visitor.client, "a fern in the rain"));
      await("it is told").until(() -> status(visitor, job), "DELIVERED"::equals);

      // when its delivery is sent again
      visitor.page.navigate("/webhooks");
      var row = visitor.row(job);
      assertThat(row).containsText("Delivered");
      row.getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Look")).click();
      assertThat(visitor.page.getByText("What is sent")).isVisible();
      assertThat(visitor.page.getByText("a fern in the rain").first()).isVisible();
      visitor.button("Send again").click();

      // then it is received twice, as one
      visitor.isTold("sent again");
      var attempts = visitor.row("Answered 2");
      assertThat(attempts).hasCount(2);
      assertThat(receiver.told()).extracting(Told::messageId).containsExactly(job, job);
      assertThat(receiver.told()).extracting(Told::id).hasSize(2).containsOnly(first(receiver));
      assertThat(receiver.unbelieved()).isZero();
    }
  }

  @Test
  void aTestEventIsFollowedOnItsPageAlsoByWhoeverHearsIt(Visitors visitors) {
    var visitor = visitors.newCustomer();
    try (var receiver = new WebhookReceiver(Integer.MAX_VALUE)) {
      receiver.knows(setAddress(visitor, receiver));
      receiver.hold();
      visitor.button("Send a test event").click();
      visitor.isTold("A test event is on its way");
      var said = visitor.page.locator("#said");
      assertThat(said).containsText("Being attempted now.");
      var heard = said.elementHandle();
      // whoever has the focus on what is put in anew each second keeps it
      visitor.button("Send again").focus();

      receiver.release();

      // what is heard is said by the element that was there before: a new one would say nothing
      assertThat(said).containsText("Delivered. Received: the receiver answered 2xx.");
      assertThat(heard.evaluate("region => region.isConnected")).isEqualTo(true);
      assertThat(visitor.row("Answered 204.")).hasCount(1);
      assertThat(visitor.button("Send again")).isFocused();
      assertThat(receiver.told()).extracting(Told::status).containsExactly("TEST");
      assertThat(receiver.unbelieved()).isZero();
    }
  }

  @Test
  void whileTheSecretIsReplacedBothAreGood(Visitors visitors) {
    var visitor = visitors.newCustomer();
    try (var receiver = new WebhookReceiver(Integer.MAX_VALUE)) {
      var first = setAddress(visitor, receiver);
      visitor.button("Make a new secret").click();
      assertThat(visitor.page.getByText("Two secrets are valid until")).isVisible();
      var second = visitor.page.locator("#secret").textContent();
      assertThat(second).startsWith("whsec_").isNotEqualTo(first);

      // a program that has the old one yet
      receiver.knows(first);
      visitor.button("Send a test event").click();
      assertThat(visitor.row("Answered 204.")).hasCount(1);
      // and one that has the new one already
      receiver.knows(second);
      visitor.button("Send again").click();
      assertThat(visitor.row("Answered 204.")).hasCount(2);
      assertThat(receiver.told()).hasSize(2);
      assertThat(receiver.unbelieved()).isZero();

      // which is never shown again
      visitor.go("Webhooks");
      assertThat(visitor.page.getByText("Two secrets are valid until")).isVisible();
      assertThat(visitor.page.content()).doesNotContain(first).doesNotContain(second);
    }
  }

  @Test
  void anAddressThatMustNotBeCalledIsToldBesideItsField(Visitors visitors) {
    var visitor = visitors.newCustomer();
    visitor.expect("status of 400");
    visitor.go("Webhooks");
    visitor.field("Address").fill("http://169.254.169.254/latest");
    visitor.button("Set").click();
    assertThat(visitor.field("Address")).hasValue("http://169.254.169.254/latest");
    assertThat(visitor.field("Address")).hasAttribute("aria-invalid", "true");
    assertThat(visitor.page.locator("#url-error")).not().isEmpty();
  }

  /// @return the secret that is shown with it
  private static String setAddress(Visitor visitor, WebhookReceiver receiver) {
    visitor.go("Webhooks");
    visitor.field("Address").fill(receiver.url());
    visitor.button("Set").click();
    return visitor.page.locator("#secret").textContent();
  }

  private static String status(Visitor visitor, String job) {
    return visitor
        .client
        .get("/webhooks/deliveries?messageId=" + job)
        .expect(200)
        .at("/items/0/status")
        .asString("");
  }

  private static String first(WebhookReceiver receiver) {
    return receiver.told().getFirst().id();
  }
}
