package easel.api.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import easel.common.id.JobId;
import easel.common.message.FailReason;
import easel.common.message.JobEnd;
import easel.common.message.Reply.Ended;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailurePageSliceTests {
  private static final String HOME = "/operator/failures";
  private final TestApi api = TestApi.shared();

  @Test
  void failuresAreGroupedByTheirReason() throws Exception {
    // given jobs that failed, one of them days ago
    var customer = api.customer("STANDARD");
    customer.linkReady();
    var young = fail(customer, "a crowded harbour", FailReason.MODERATED);
    var old = fail(customer, "an old lighthouse", FailReason.QUEUE_FULL);
    api.sql(
        "update easel_api.job set finished_at = now() - interval '3 days' where id = '%s'"
            .formatted(old));

    // then a span shows those that ended in it
    var operator = PageClient.ofOperator(api);
    var day = operator.open(HOME);
    assertThat(day.text())
        .contains("MODERATED", "Midjourney stopped the job by its rules", "a crowded harbour")
        .contains("" + young)
        .doesNotContain("an old lighthouse");
    assertThat(operator.open(HOME + "?span=7d").text())
        .contains("an old lighthouse", "a crowded harbour");
    assertThat(operator.open(HOME + "?span=1h").text()).doesNotContain("an old lighthouse");
    assertThat(operator.open(HOME + "?span=nonsense").status()).isEqualTo(200);
  }

  @Test
  void theirShareIsThatOfAllThatEnded() throws Exception {
    var customer = api.customer("STANDARD");
    customer.linkReady();
    var job = fail(customer, "a share", FailReason.SUBSCRIPTION);
    assertThat(job).isNotNull();
    var page = PageClient.ofOperator(api).open(HOME + "?span=7d");
    var row = page.page().select("tr:contains(SUBSCRIPTION)");
    var jobs = Integer.parseInt(row.select("td[data-label=Jobs]").text());
    var share = row.select("td[data-label=Of all ended]").text();
    assertThat(jobs).isPositive();
    assertThat(share).matches("\\d+\\.\\d %");
    assertThat(Double.parseDouble(share.replace(" %", ""))).isBetween(0.0, 100.0);
  }

  @Test
  void fromAReasonTheWayLeadsToItsJobsAndToThePageOfEach() {
    var customer = api.customer("STANDARD");
    customer.linkReady();
    var job = fail(customer, "a moth", FailReason.INVALID_LINK);
    var operator = PageClient.ofOperator(api);

    var reason = operator.open(HOME).page().select("a:contains(INVALID_LINK)").attr("href");
    var jobs = operator.open(reason);
    assertThat(jobs.page().select("h1").text()).isEqualTo("INVALID_LINK");
    var page = operator.open(jobs.page().select("a:contains(" + job + ")").attr("href"));

    // it is looked at as its customer does, but nothing is done with it
    assertThat(page.path()).isEqualTo("/operator/jobs/" + job);
    assertThat(page.text()).contains("a moth", "INVALID_LINK", "in words", "Accepted");
    assertThat(page.page().select("main form")).isEmpty();
    assertThat(page.page().select("main a[href^=/jobs]")).isEmpty();
    assertThat(PageClient.of(customer).open("/jobs/" + job).page().select("main form"))
        .isNotEmpty();

    // and a customer has no such page
    assertThat(PageClient.of(customer).open("/operator/jobs/" + job).status()).isEqualTo(403);
  }

  @Test
  void aJobIsFoundByItsIdAndFollowed() {
    var customer = api.customer("STANDARD");
    customer.linkReady();
    var job = customer.job("a late moth");
    var operator = PageClient.ofOperator(api);
    var page = operator.open("/operator/jobs?id=%20" + job);
    assertThat(page.path()).isEqualTo("/operator/jobs/" + job);
    var live = page.page().select("#live").attr("hx-get");
    assertThat(live).startsWith("/operator/jobs/" + job);

    customer.worker().say(new Ended(job, Instant.now(), null, failed(FailReason.STOPPED)));
    await("it failed").until(() -> customer.status(job).equals("FAIL"));
    var part = operator.getPart(page, live);
    assertThat(part.status()).isEqualTo(200);
    assertThat(part.text()).contains("STOPPED");
    assertThat(part.page().select("#live").attr("hx-get")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0199a000-0000-7000-8000-000000000000", "none", ""})
  void anIdOfNoJobIsToldBesideItsField(String id) {
    var page = PageClient.ofOperator(api).open("/operator/jobs?id=" + id);
    assertThat(page.status()).isEqualTo(404);
    assertThat(page.page().select("h1").text()).isEqualTo("Failures");
    assertThat(page.error("id")).isEqualTo("There is no job with this id.");
    assertThat(page.page().select("#id").val()).isEqualTo(id);
  }

  @Test
  void manyJobsOfAReasonComePageByPage() throws Exception {
    // given more than a page of them that ended at the same moment
    var customer = api.customer("STANDARD");
    customer.linkReady();
    for (int i = 0; i < 52; i++) {
      customer.job("number " + i);
    }
    api.sql(
        """
        update easel_api.job set status = 'FAIL', reason = 'BANNED_PROMPT', finished_at = now()
        where customer = %d
        """
            .formatted(customer.id()));

    var operator = PageClient.ofOperator(api);
    var first = operator.open(HOME + "/jobs?reason=BANNED_PROMPT&span=1h");
    var second = operator.open(first.page().select("a[rel=next]").attr("href"));
    var shown = first.page().select("td a.mono").eachText();
    assertThat(shown).hasSize(50);
    assertThat(second.page().select("td a.mono").eachText())
        .hasSize(2)
        .doesNotContainAnyElementsOf(shown);
    assertThat(second.page().select("a[rel=next]")).isEmpty();
  }

  private static JobId fail(TestCustomer customer, String prompt, FailReason reason) {
    var job = customer.job(prompt);
    customer.worker().say(new Ended(job, Instant.now(), null, failed(reason)));
    await("it failed").until(() -> customer.status(job).equals("FAIL"));
    return job;
  }

  private static JobEnd failed(FailReason reason) {
    return new JobEnd.Failed(reason, "in words", false);
  }
}
