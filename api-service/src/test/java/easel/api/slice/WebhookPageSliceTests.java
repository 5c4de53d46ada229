package easel.api.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebhookPageSliceTests {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String HOME = "/webhooks";
  private final TestApi api = TestApi.shared();
  private final List<Receiver> receivers = new ArrayList<>();

  @AfterEach
  void close() {
    receivers.forEach(Receiver::close);
  }

  @Test
  void whoHasNoWebhookReadsWhatToDoNext() {
    var page = PageClient.of(api.customer("STANDARD")).open(HOME);
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.text())
        .contains("Set the address of a program of yours", "How to check a signature")
        .contains("Nothing was delivered yet. Set an address above")
        .doesNotContain("whsec_0");
  }

  @Test
  void theSecretIsShownWithTheFirstAddressAndNeverAgain() throws Exception {
    var receiver = receiver(Receiver.thatTakesAll());
    var browser = PageClient.of(api.customer("STANDARD"));

    var set = browser.submit(HOME, HOME, "url", receiver.url());
    var secret = set.page().select("#secret").text();
    assertThat(secret).startsWith("whsec_");
    assertThat(set.page().select("input[name=url]").val()).isEqualTo(receiver.url());
    assertThat(browser.open(HOME).body()).doesNotContain(secret);

    // a test is signed with it, and its page says how it went
    var test = browser.submit(HOME, HOME + "/test");
    assertThat(test.path()).startsWith(HOME + "/deliveries/msg_");
    await("it is received").atMost(SOON).until(() -> receiver.received().size() == 1);
    var received = receiver.received().getFirst();
    new Webhook(secret).verify(received.body(), received.headers());
    await("the page says so")
        .atMost(SOON)
        .until(() -> browser.open(test.path()).text().contains("Received"));
    var page = browser.open(test.path());
    assertThat(page.text()).contains("Delivered", "Answered 204.", "\"status\" : \"TEST\"");
    assertThat(page.page().select("#delivery").hasAttr("hx-get")).isFalse();
  }

  @Test
  void whatIsWrongIsSaidBesideItsFieldAndWhatWasTypedStays() {
    var browser = PageClient.of(api.customer("STANDARD"));
    var page = browser.submit(HOME, HOME, "url", "http://127.0.0.2/hook", "events", "PROGRESS");
    assertThat(page.status()).isEqualTo(400);
    assertThat(page.error("url")).contains("url");
    assertThat(page.page().select("input[name=url]").val()).isEqualTo("http://127.0.0.2/hook");
    assertThat(page.page().select("input[name=events][checked]").eachAttr("value"))
        .containsExactly("PROGRESS");

    var nothing = browser.submit(HOME, HOME, "url", " ");
    assertThat(nothing.status()).isEqualTo(400);
    assertThat(nothing.error("url")).contains("required");
  }

  @Test
  void whileTheSecretIsReplacedThePageSaysUntilWhenBothAreValid() {
    var browser = PageClient.of(api.customer("STANDARD"));
    var first = browser.submit(HOME, HOME, "url", "https://hooks.example/x");
    var rotated = browser.submit(HOME, HOME + "/secret");
    assertThat(rotated.page().select("#secret").text())
        .startsWith("whsec_")
        .isNotEqualTo(first.page().select("#secret").text());
    assertThat(rotated.text()).contains("Two secrets are valid until", "(in 23 h)");
  }

  @Test
  void aSecondClickReplacesNoSecretThatNobodySaw() {
    var browser = PageClient.of(api.customer("STANDARD"));
    browser.submit(HOME, HOME, "url", "https://hooks.example/x");
    var page = browser.open(HOME);
    var fresh = browser.submit(page, HOME + "/secret").page().select("#secret").text();
    var again = browser.submit(page, HOME + "/secret");
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.notice()).contains("replaced meanwhile");
    assertThat(again.body()).doesNotContain("whsec_");

    // but somebody who looks anew may
    var next = browser.submit(HOME, HOME + "/secret").page().select("#secret").text();
    assertThat(next).startsWith("whsec_").isNotEqualTo(fresh);
  }

  @Test
  void aDeliveryThatFailedIsSeenAndSentAgain() {
    // given a receiver that refuses what comes first
    var answers = new AtomicInteger();
    var receiver = receiver(Receiver.that((_, _) -> answers.getAndIncrement() == 0 ? 503 : 204));
    var browser = PageClient.of(api.customer("STANDARD"));
    browser.submit(HOME, HOME, "url", receiver.url());
    var delivery = browser.submit(HOME, HOME + "/test").path();

    // then the list says what was answered
    await("it is given up")
        .atMost(SOON)
        .until(() -> browser.open(HOME + "?status=FAILED").text().contains("answered 503"));
    assertThat(browser.open(HOME).text()).contains("has failed", "1 were given up");
    assertThat(browser.open(HOME + "?status=DELIVERED").text())
        .contains("No delivery is in this state");

    // and it is sent again with the same id
    var again = browser.submit(delivery, delivery + "/replay");
    assertThat(again.notice()).contains("sent again");
    await("it is received")
        .atMost(SOON)
        .until(() -> browser.open(delivery).text().contains("Delivered"));
    assertThat(receiver.received()).extracting(Receiver.Received::id).hasSize(2);
    assertThat(receiver.received().getFirst().id()).isEqualTo(receiver.received().getLast().id());
    assertThat(browser.open(delivery).text()).contains("503", "Answered 204.");
  }

  @Test
  void whoHearsADeliverysPageIsToldOfWhatChangesAndOfNothingElse() {
    // given a test that is under way
    var answer = new CompletableFuture<Integer>();
    var receiver = receiver(Receiver.that((_, _) -> answer.join()));
    var browser = PageClient.of(api.customer("STANDARD"));
    browser.submit(HOME, HOME, "url", receiver.url());
    var delivery = browser.submit(HOME, HOME + "/test").path();
    await("it is attempted").atMost(SOON).until(() -> receiver.received().size() == 1);
    var page = browser.open(delivery);
    assertThat(said(page)).startsWith("Pending. Being attempted now.");
    assertThat(page.page().select("#delivery [role=status], #delivery[aria-live]")).isEmpty();

    // then the part that is asked for anew says nothing of it, until it changes
    var part = page.page().select("#delivery").attr("hx-get");
    var same = browser.getPart(page, part);
    assertThat(same.page().select("#delivery").attr("hx-get")).isEqualTo(part);
    assertThat(said(same)).isEmpty();

    answer.complete(204);
    await("it is told")
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(said(browser.getPart(page, part)))
                    .isEqualTo(
                        "Delivered. Received: the receiver answered 2xx. Last attempt: Answered 204."));
    var changed = browser.getPart(page, part).page();
    assertThat(changed.select("#said").attr("hx-swap-oob")).isEqualTo("innerHTML");
    assertThat(changed.select("#delivery").hasAttr("hx-get")).isFalse();
    assertThat(changed.select("html[lang], .payload")).isEmpty();
  }

  private static String said(PageClient.Answer page) {
    return page.page().select("#said").text();
  }

  @Test
  void whatWasRefusedIsFoundByAnIndexAmongAllThatWasDelivered() throws Exception {
    var customer = api.customer("STANDARD");
    api.sql(
        """
        insert into easel_api.webhook_delivery
          (id, customer, event, own, url, endpoint, body, status, gives_up_at, ended_at)
        select gen_random_uuid(), %d, 'TEST', true, 'https://x.example/', 'x.example:443', '{}',
          case n when 1 then 'REFUSED' else 'DELIVERED' end, now(), now()
        from generate_series(1, 20000) n;
        analyze easel_api.webhook_delivery
        """
            .formatted(customer.id()));
    var browser = PageClient.of(customer);
    var before = scansOfStates();
    await("the index is used")
        .atMost(SOON)
        .until(
            () -> {
              var page = browser.open(HOME + "?status=REFUSED");
              assertThat(page.page().select("tbody tr")).hasSize(1);
              return scansOfStates() > before;
            });
  }

  private long scansOfStates() throws SQLException {
    return Long.parseLong(
        api.value(
            "select idx_scan from pg_stat_user_indexes"
                + " where indexrelname = 'webhook_delivery_status'"));
  }

  @Test
  void manyDeliveriesComePageByPage() throws Exception {
    var customer = api.customer("STANDARD");
    api.sql(
        """
        insert into easel_api.webhook_delivery
          (id, customer, event, own, url, endpoint, body, status, gives_up_at, ended_at)
        select gen_random_uuid(), %d, 'TEST', true, 'https://x.example/', 'x.example:443', '{}',
          'DELIVERED', now(), now()
        from generate_series(1, 60)
        """
            .formatted(customer.id()));
    var browser = PageClient.of(customer);
    var ids = new ArrayList<String>();
    var page = browser.open(HOME);
    for (int i = 0; i < 3; i++) {
      ids.addAll(page.page().select("a[href^=/webhooks/deliveries/]").eachAttr("href"));
      var older = page.page().select("a:containsOwn(Older)").attr("href");
      if (!older.isEmpty()) {
        page = browser.open(older);
      }
    }
    assertThat(ids).hasSize(60).doesNotHaveDuplicates();
    assertThat(page.page().select("a:containsOwn(Older)")).isEmpty();
  }

  @Test
  void whatIsSomebodyElsesIsNotThere() {
    var owner = PageClient.of(api.customer("STANDARD"));
    owner.submit(HOME, HOME, "url", "https://hooks.example/x");
    var delivery = owner.submit(HOME, HOME + "/test").path();
    var other = PageClient.of(api.customer("STANDARD"));
    assertThat(other.open(delivery).status()).isEqualTo(404);
    assertThat(other.open(delivery + "/live").status()).isEqualTo(404);
    assertThat(other.open(HOME + "/deliveries/nonsense").status()).isEqualTo(404);
    assertThat(other.open(HOME).body()).doesNotContain(delivery);
  }

  @Test
  void aRemovedAddressIsToldOfNothing() {
    var browser = PageClient.of(api.customer("STANDARD"));
    browser.submit(HOME, HOME, "url", "https://hooks.example/x");
    var removed = browser.submit(HOME, HOME + "/remove");
    assertThat(removed.notice()).contains("removed");
    assertThat(removed.page().select("input[name=url]").val()).isEmpty();
    assertThat(removed.text()).contains("not set");
  }

  private Receiver receiver(Receiver receiver) {
    receivers.add(receiver);
    return receiver;
  }
}
