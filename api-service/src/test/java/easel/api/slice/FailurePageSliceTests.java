package easel.api.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import easel.common.id.JobId;
import easel.common.message.FailReason;
import easel.common.message.JobEnd;
import easel.common.message.Reply.Ended;
import java.time.Instant;
import org.junit.jupiter.api.Test;

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
