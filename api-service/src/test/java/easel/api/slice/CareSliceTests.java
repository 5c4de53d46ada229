package easel.api.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import easel.common.id.AccountId;
import easel.common.id.JobId;
import easel.common.message.AccountMessage.End;
import easel.common.message.DiscordMessage;
import easel.common.message.JobEnd;
import easel.common.message.Picture;
import easel.common.message.Reply.Ended;
import easel.common.message.Reply.Sending;
import easel.common.message.Reply.Sent;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The care of queues, and what a customer is told of itself.
class CareSliceTests {
  private static final Duration SOON = Duration.ofSeconds(10);
  private final TestApi api = TestApi.shared();

  @Test
  void allJobsOfAQueueAreAskedToEnd() {
    // given jobs that wait and run, one that has ended, and one of somebody else
    var customer = api.customer("STANDARD");
    var account = customer.linkReady();
    var jobs = IntStream.range(0, 60).mapToObj(i -> customer.job("fox " + i)).toList();
    customer.worker().say(new Sending(jobs.getFirst(), Instant.now(), account));
    customer.worker().say(done(jobs.getLast(), account, Instant.now()));
    await("one runs, one has ended")
        .atMost(SOON)
        .until(
            () ->
                customer.status(jobs.getFirst()).equals("PROCESSING")
                    && customer.status(jobs.getLast()).equals("DONE"));
    var other = api.customer("STANDARD");
    other.linkReady();
    var theirs = other.job("theirs");

    // when the queue is emptied
    var queue = "/api/v1/queues/customer-" + customer.id() + "/jobs";
    assertThat(other.http().send("DELETE", queue, null).status()).isEqualTo(404);
    assertThat(other.http().send("DELETE", "/api/v1/queues/x/jobs", null).status()).isEqualTo(404);
    var answer = customer.http().send("DELETE", queue, null);

    // then workers are asked for the end of each that had not ended
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json().required("queue").asString()).isEqualTo("customer-" + customer.id());
    assertThat(answer.json().required("asked").asInt()).isEqualTo(59);
    var asked = new HashSet<JobId>();
    await("workers are asked")
        .atMost(SOON)
        .until(() -> asked(asked).containsAll(jobs.subList(0, 59)));
    assertThat(asked).doesNotContain(jobs.getLast(), theirs);

    // and their ends are ends like any other
    jobs.subList(0, 59)
        .forEach(
            job ->
                customer
                    .worker()
                    .say(new Ended(job, Instant.now(), null, new JobEnd.Cancelled(false))));
    await("the queue is empty")
        .atMost(SOON)
        .until(() -> counts(customer).required("waiting").asInt() == 0);
    assertThat(customer.http().send("DELETE", queue, null).json().required("asked").asInt())
        .isZero();
  }

  @Test
  void theExpectedWaitComesFromTheLastJobs() {
    // given a queue of which two jobs took a minute each
    var customer = api.customer("STANDARD");
    var account = customer.linkReady();
    assertThat(queue(customer).required("expectedWaitSeconds").asInt()).isZero();
    for (var job : List.of(customer.job("a"), customer.job("b"))) {
      var sent = Instant.now().minusSeconds(60);
      customer.worker().say(new Sent(job, sent, account));
      customer.worker().say(done(job, account, sent.plusSeconds(60)));
    }
    await("both are done")
        .atMost(SOON)
        .until(() -> counts(customer).required("running").asInt() == 0);

    // when both slots are taken and three wait
    var running = List.of(customer.job("c"), customer.job("d"));
    running.forEach(job -> customer.worker().say(new Sending(job, Instant.now(), account)));
    IntStream.range(0, 3).forEach(_ -> customer.imagine("e"));
    await("both run").atMost(SOON).until(() -> counts(customer).required("running").asInt() == 2);

    // then a new one waits for four ends, two a minute
    assertThat(queue(customer).required("expectedWaitSeconds").asInt()).isEqualTo(120);

    // and nobody knows how long while the queue is paused
    customer.http().post("/api/v1/queues/customer-" + customer.id() + "/pause", null);
    assertThat(queue(customer).required("expectedWaitSeconds").isNull()).isTrue();
  }

  @Test
  void nobodyCanTellTheWaitForAccountsThatTakeNoJobs() {
    var customer = api.customer("STANDARD");
    var account = customer.linkReady();
    assertThat(queue(customer).required("expectedWaitSeconds").asInt()).isZero();
    var path = "/api/v1/discord/accounts/" + account;

    // when its only account is paused
    customer.http().send("PATCH", path, "{\"active\":false}");
    assertThat(queue(customer).required("expectedWaitSeconds").isNull()).isTrue();

    // and when it has one slot alone, which another job has
    customer.http().send("PATCH", path, "{\"active\":true,\"concurrency\":1}");
    assertThat(queue(customer).required("expectedWaitSeconds").asInt()).isZero();
    var job = customer.job("a");
    customer.worker().say(new Sending(job, Instant.now(), account));
    await("it runs").atMost(SOON).until(() -> customer.status(job).equals("PROCESSING"));
    var second = customer.http().post("/mj/submit/imagine", "{\"prompt\":\"b\"}").json();
    assertThat(second.required("code").asInt()).isEqualTo(22);
  }

  @Test
  void anAccountOfTheServiceIsItsPlanLimitsAndCounts() {
    var standard = api.customer("STANDARD");
    standard.linkReady();
    standard.imagine("a");
    var account = standard.http().get("/api/v1/account").json();
    assertThat(account.required("plan").asString()).isEqualTo("STANDARD");
    assertThat(account.required("limits").required("jobsAtOnce").asInt()).isEqualTo(2);
    assertThat(account.required("limits").required("general").asString()).isNotEmpty();
    assertThat(account.required("counts").required("accounts").asInt()).isEqualTo(1);
    assertThat(account.required("counts").required("waiting").asInt()).isEqualTo(1);
    assertThat(account.required("counts").required("running").asInt()).isZero();
    var pro = api.customer("PRO").http().get("/api/v1/account").json();
    assertThat(pro.required("limits").required("jobsAtOnce").isNull()).isTrue();
  }

  @Test
  void accountsAreListedUnderTheirOtherNameWithoutTokens() {
    var customer = api.customer("PRO");
    var account = customer.linkReady();
    var tokens = customer.http().get("/api/v1/discord/tokens");
    assertThat(tokens.json().required("items").get(0).required("id").asLong())
        .isEqualTo(account.value());
    assertThat(tokens.body()).doesNotContain("user-", "oken\":");
    var other = api.customer("PRO").http();
    assertThat(
            other.send("PUT", "/api/v1/discord/token/" + account, "{\"isActive\":false}").status())
        .isEqualTo(404);
    assertThat(customer.http().send("PUT", "/api/v1/discord/token/" + account, "{}").code())
        .isEqualTo("is-active-required");
  }

  private Set<JobId> asked(Set<JobId> asked) {
    for (var ask = api.worker().asks().poll(); ask != null; ask = api.worker().asks().poll()) {
      if (ask instanceof End end) {
        asked.add(end.job());
      }
    }
    return asked;
  }

  private static JsonNode counts(TestCustomer customer) {
    return customer.http().get("/api/v1/account").json().required("counts");
  }

  private static JsonNode queue(TestCustomer customer) {
    return customer.http().get("/api/v1/queues").json().required("items").get(0);
  }

  private static Ended done(JobId job, AccountId account, Instant at) {
    var picture =
        new Picture(
            new DiscordMessage("1", "2", "3", 0),
            "mj",
            "https://cdn.discordapp.com/x.png",
            "t",
            List.of());
    return new Ended(job, at, account, new JobEnd.Done(picture));
  }
}
