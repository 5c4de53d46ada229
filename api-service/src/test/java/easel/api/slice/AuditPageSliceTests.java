package easel.api.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import easel.api.audit.Audit;
import easel.api.audit.Kind;
import easel.common.message.JobEnd;
import easel.common.message.Reply.Ended;
import java.time.Instant;
import java.util.List;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.IllegalTransactionStateException;

class AuditPageSliceTests {
  private static final String HOME = "/operator/audit";
  private final TestApi api = TestApi.shared();

  @Test
  void whatTheOperatorDoesWithACustomerIsNoted() {
    // given a customer that was made by API and changed on the pages
    var customer = api.customer("STANDARD");
    var operator = PageClient.ofOperator(api);
    var path = "/operator/customers/" + customer.id();
    operator.submit(path, path, "name", "Renamed", "plan", "PRO");
    operator.submit(path, path + "/active");
    operator.submit(path, path + "/active");
    var key = operator.submit(path, path + "/keys").page().select("#key").text();
    operator.submit(path, path + "/keys/" + publicPart(key) + "/revoke");

    // then all of it is there, newest first, each by whom and with what it was
    var page = operator.open(HOME + "?customer=" + customer.id());
    assertThat(column(page, "What"))
        .containsExactly(
            "Key revoked",
            "Key made",
            "Customer activated",
            "Customer deactivated",
            "Plan changed",
            "Customer renamed",
            "Customer made");
    assertThat(column(page, "Who")).containsOnly("operator");
    assertThat(column(page, "Before and after").get(4)).isEqualTo("plan: STANDARD → PRO");
    assertThat(page.body()).doesNotContain(key);

    // and can be looked at by kind
    var plans = operator.open(HOME + "?kind=PLAN_CHANGED&customer=" + customer.id());
    assertThat(column(plans, "What")).containsExactly("Plan changed");
  }

  @Test
  void whatACustomerDoesIsNotedWithItsKeyAndWithoutItsSecrets() {
    // given a customer that links an account, changes it, and sets its webhook
    var customer = api.customer("PRO");
    var account = customer.linkReady();
    var accounts = "/api/v1/discord/accounts/" + account;
    customer.http().send("PATCH", accounts, "{\"concurrency\":1,\"label\":\"other\"}");
    customer.http().send("PATCH", accounts, "{\"active\":false}");
    customer.http().send("PATCH", accounts, "{\"active\":true}");
    customer
        .http()
        .send("PUT", "/api/v1/webhook", "{\"url\":\"https://hooks.example/secret-path\"}");
    customer.http().send("PUT", "/api/v1/webhook", "{\"rotateSecret\":true}");
    var queue = "account-" + account;
    customer.http().post("/api/v1/queues/" + queue + "/pause", null);
    customer.http().send("DELETE", "/api/v1/queues/" + queue + "/jobs", null);
    // and a part of it on the pages
    PageClient.of(customer).submit("/webhooks", "/webhooks", "url", "https://other.example/x");
    customer.http().send("DELETE", accounts, null);

    var page = PageClient.ofOperator(api).open(HOME + "?customer=" + customer.id());
    assertThat(column(page, "What"))
        .containsExactly(
            "Account unlinked",
            "Webhook set",
            "All jobs of a queue cancelled",
            "Queue paused",
            "Webhook's secret rotated",
            "Webhook removed",
            "Webhook's secret shown",
            "Webhook set",
            "Account resumed",
            "Account paused",
            "Limit changed",
            "Account changed",
            "Account linked",
            "Customer made");
    var publicPart = publicPart(customer.http().key());
    assertThat(column(page, "Who").subList(0, 13)).containsOnly("key " + publicPart);
    assertThat(page.body())
        .contains("hooks.example")
        .doesNotContain("secret-path", "user-", "whsec_", customer.http().key());
  }

  @Test
  void whatIsDoneWithManyJobsIsNotedWithWhichAndHowMany() {
    // given jobs of which one has ended
    var customer = api.customer("STANDARD");
    customer.linkReady();
    customer.job("a red fox");
    customer.job("a blue fox");
    var hare = customer.job("a hare");
    var pages = PageClient.of(customer);
    var job = "/jobs/" + hare;
    pages.submit(job, job + "/cancel");
    customer.worker().say(new Ended(hare, Instant.now(), null, new JobEnd.Cancelled(false)));
    await("it has ended").until(() -> customer.status(hare).equals("CANCELLED"));

    // when things are done with all that match
    pages.submit("/jobs/cancel?q=fox&state=QUEUED", "/jobs/cancel");
    pages.submit("/jobs/retry?q=hare", "/jobs/retry");
    var waiting = "/board/queues/customer-" + customer.id() + "/cancel";
    pages.submit(waiting, waiting);

    // then each is there, by whom, with what was looked for
    var page = PageClient.ofOperator(api).open(HOME + "?customer=" + customer.id());
    assertThat(column(page, "What"))
        .startsWith(
            "All waiting jobs of a queue cancelled",
            "Several jobs retried",
            "Several jobs cancelled",
            "Job cancelled");
    assertThat(column(page, "Before and after"))
        .startsWith(
            "jobs: 3", "words or id: hare jobs: 1", "words or id: fox state: QUEUED jobs: 2", "");
    assertThat(column(page, "Of").get(3)).isEqualTo("job " + hare);
    assertThat(column(page, "Who").subList(0, 4))
        .containsOnly("key " + publicPart(customer.http().key()));
  }

  @Test
  void whatIsSentToAWebhookByHandIsNoted() {
    var customer = api.customer("STANDARD");
    var pages = PageClient.of(customer);
    pages.submit("/webhooks", "/webhooks", "url", "https://hooks.example/secret-path");
    var delivery = pages.submit("/webhooks", "/webhooks/test").path();
    await("no attempt is under way")
        .until(
            () ->
                pages.submit(delivery, delivery + "/replay").notice().contains("It is sent again"));

    var page = PageClient.ofOperator(api).open(HOME + "?customer=" + customer.id());
    assertThat(column(page, "What"))
        .containsExactly(
            "Delivery sent again",
            "Webhook tested",
            "Webhook's secret shown",
            "Webhook set",
            "Customer made");
    assertThat(page.body()).contains("hooks.example").doesNotContain("secret-path");
  }

  @Test
  void whatWasNotDoneIsNotNoted() {
    var customer = api.customer("STANDARD");
    var refused = customer.http().send("PUT", "/api/v1/webhook", "{\"url\":\"http://127.0.0.2/\"}");
    assertThat(refused.status()).isEqualTo(400);
    var page = PageClient.ofOperator(api).open(HOME + "?customer=" + customer.id());
    assertThat(column(page, "What")).containsExactly("Customer made");
  }

  @Test
  void aNoteWithoutTheTransactionOfAChangeIsAMistake() {
    assertThatThrownBy(() -> api.bean(Audit.class).note(null, Kind.KEY_MADE, "nothing", List.of()))
        .isInstanceOf(IllegalTransactionStateException.class);
  }

  @Test
  void manyNotesComePageByPage() throws Exception {
    var customer = api.customer("STANDARD");
    api.sql(
        """
        insert into easel_api.audit (actor, customer, kind, subject, facts)
        select 'operator', %d, 'KEY_MADE', 'key ' || n, '[]' from generate_series(1, 70) n
        """
            .formatted(customer.id()));
    var operator = PageClient.ofOperator(api);
    var first = operator.open(HOME + "?kind=KEY_MADE&customer=" + customer.id());
    var second = operator.open(first.page().select("a:containsOwn(Older)").attr("href"));
    var subjects = column(first, "Of");
    assertThat(subjects).hasSize(50).startsWith("key 70");
    assertThat(column(second, "Of")).hasSize(20).doesNotContainAnyElementsOf(subjects);
    assertThat(second.page().select("a:containsOwn(Older)")).isEmpty();
  }

  @Test
  void aFilterThatIsNoneIsToldBesideItsField() {
    var page = PageClient.ofOperator(api).open(HOME + "?customer=x&kind=NONE");
    assertThat(page.status()).isEqualTo(400);
    assertThat(page.error("customer")).contains("customer's number");
    assertThat(page.error("kind")).contains("kinds");
    assertThat(page.page().select("#customer").val()).isEqualTo("x");
    assertThat(column(page, "What")).isEmpty();
  }

  @Test
  void aPageOfTheListThatIsNoneIsRefusedAsWithJobs() {
    var page = PageClient.ofOperator(api).open(HOME + "?before=x");
    assertThat(page.status()).isEqualTo(400);
    assertThat(page.notice()).isEqualTo("This page of the list does not exist.");
    var ofJobs = PageClient.of(api.customer("STANDARD")).open("/jobs?before=x");
    assertThat(ofJobs.status()).isEqualTo(page.status());
    assertThat(ofJobs.notice()).isEqualTo(page.notice());
  }

  private static String publicPart(String key) {
    return key.substring("easel_".length(), "easel_".length() + 16);
  }

  private static List<String> column(PageClient.Answer page, String label) {
    return page.page().select("td[data-label=" + label + "]").stream().map(Element::text).toList();
  }
}
