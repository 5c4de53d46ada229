package easel.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import easel.systemtests.EaselClient.Job;
import easel.systemtests.EaselClient.Link;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.util.RawValue;

/// Bad input gets a clear answer that says what was expected; nothing is queued, nothing is lost.
@ExtendWith(TwoOfEach.class)
class BadInputTests {
  private final Deployment easel;
  private EaselClient customer;

  BadInputTests(Deployment easel) {
    this.easel = easel;
  }

  @BeforeEach
  void aCustomerWithAnAccount() {
    easel.simulator().set(Map.of("jobMs", 200, "waitingMs", 20));
    customer = newCustomer();
    link(customer);
  }

  @Test
  void jsonThatIsNone() {
    refused(
        customer.call("POST", "/midjourney/imagine", new RawValue("{\"prompt\": ")), 400, "JSON");
  }

  @Test
  void aPromptThatIsMissingBlankOrTooLong() {
    refused(customer.tryImagine(Map.of()), 400, "Prompt is required");
    refused(customer.tryImagine(Map.of("prompt", "  \n ")), 400, "Prompt is required");
    refused(customer.tryImagine(Map.of("prompt", "x".repeat(6001))), 400, "6000");
  }

  @Test
  void aPromptThatWouldStartSeveralJobs() {
    refused(customer.tryImagine(Map.of("prompt", "a fox --repeat 3")), 400, "repeat");
    refused(customer.tryImagine(Map.of("prompt", "a {red, green} fox")), 400, "{");
  }

  @Test
  void anAccountThatIsNotOnesOwn() {
    var other = newCustomer();
    var account = link(other);

    refused(
        customer.tryImagine(Map.of("prompt", "a fox", "account", account.id())), 404, "account");
  }

  @Test
  void aButtonThatTheMessageDoesNotOffer() {
    var done = finished(customer, "a fox");

    refused(customer.tryPress(done.messageId(), "U9"), 409, "U9");
    refused(customer.tryPress(done.messageId(), "Upscale (4x)"), 409, "Upscale (4x)");
  }

  @Test
  void someoneElsesMessage() {
    var other = newCustomer();
    link(other);
    var theirs = finished(other, "a fox");

    refused(customer.tryPress(theirs.messageId(), "U1"), 404, "message");
    refused(customer.get("/midjourney/message/" + theirs.messageId()), 404, "message");
    refused(customer.cancel(theirs.messageId()), 404, "message");
    refused(customer.get("/message/trace/" + theirs.messageId()), 404, "message");
    refused(customer.get("/midjourney/message/nonsense"), 404, "message");
  }

  @Test
  void aJobThatHasEndedIsNotCancelled() {
    var done = finished(customer, "a fox");

    refused(customer.cancel(done.messageId()), 409, "DONE");
  }

  @Test
  void aLimitOfZeroOrAboveThePlans() {
    var account = link(customer);

    for (var limit : List.of(0, -1, 4, 1_000_000)) {
      var answer =
          customer.call("PATCH", "/discord/accounts/" + account.id(), Map.of("concurrency", limit));
      refused(answer, 400, "concurrency");
    }
    assertThat(customer.account(account.id()).concurrency()).isEqualTo(account.concurrency());
  }

  @Test
  void aWrongServerOrChannel() {
    refused(tryLink(Map.of("serverId", "1234")), 400, "serverId");
    refused(tryLink(Map.of("channelId", "1234")), 400, "channelId");
    refused(tryLink(Map.of("serverId", "not a number")), 400, "serverId");
  }

  @Test
  void aRefusedTokenIsNamedAndNeverRepeated() {
    var answer = tryLink(Map.of("userToken", "very-secret-and-wrong"));

    refused(answer, 400, "userToken");
    assertThat(answer.body().toString()).doesNotContain("very-secret-and-wrong");
    refused(tryLink(Map.of("botToken", "another-secret")), 400, "botToken");
  }

  @Test
  void aBotThatLacksAPermission() {
    var simulator = easel.simulator();
    var account = simulator.createAccount("BASIC");
    var channel = simulator.createChannel();
    simulator.deny(channel, List.of("CREATE_PUBLIC_THREADS"));

    refused(customer.tryLink(Link.of(account, channel, null)), 400, "CREATE_PUBLIC_THREADS");
  }

  @Test
  void anAccountThatIsLinkedAlready() {
    var simulator = easel.simulator();
    var link = Link.of(simulator.createAccount("BASIC"), simulator.createChannel(), null);
    customer.link(link);

    refused(newCustomer().tryLink(link), 409, "already");
  }

  @Test
  void noAccountThatCouldEverRunTheJob() {
    refused(newCustomer().tryImagine(Map.of("prompt", "a fox")), 409, "account");
  }

  @Test
  void strangersAreNotLetIn() {
    refused(customer.as("easel_nobody_secret").get("/account"), 401, "key");
    refused(
        customer.call("POST", "/admin/customers", Map.of("name", "x", "plan", "PRO")), 401, "key");
  }

  @Test
  void anIdempotencyKeyReusedWithAnotherBody() {
    var key = "order-" + System.nanoTime();
    var first = customer.tryImagine(Map.of("prompt", "a fox"), "Idempotency-Key", key).expect(200);
    var again = customer.tryImagine(Map.of("prompt", "a fox"), "Idempotency-Key", key).expect(200);

    assertThat(again.path("messageId")).isEqualTo(first.path("messageId"));
    awaitEnd(customer, first.path("messageId").asString());
    refused(
        customer.tryImagine(Map.of("prompt", "an owl"), "Idempotency-Key", key),
        409,
        "Idempotency-Key");
  }

  private void refused(Answer answer, int status, String naming) {
    var body = answer.body().toString();
    assertThat(answer.status()).as(body).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(body).containsIgnoringCase(naming).contains("\"statusCode\":" + status);
    var waiting =
        customer
            .queues()
            .path("items")
            .valueStream()
            .mapToInt(queue -> queue.path("waiting").size());
    assertThat(waiting.sum()).as("jobs queued by a refused request").isZero();
  }

  private EaselClient newCustomer() {
    return easel.operator().as(easel.operator().createCustomer("someone", "PRO").apiKey());
  }

  private EaselClient.Account link(EaselClient owner) {
    var simulator = easel.simulator();
    return owner.link(Link.of(simulator.createAccount("BASIC"), simulator.createChannel(), null));
  }

  private Answer tryLink(Map<String, String> changed) {
    var simulator = easel.simulator();
    var account = simulator.createAccount("BASIC");
    var channel = simulator.createChannel();
    var body = new HashMap<String, Object>();
    body.put("label", "studio");
    body.put("serverId", channel.guildId());
    body.put("channelId", channel.id());
    body.put("userToken", account.token());
    body.put("midjourneyPlan", "BASIC");
    body.putAll(changed);
    return customer.call("POST", "/discord/accounts", body);
  }

  private static Job finished(EaselClient owner, String prompt) {
    return awaitEnd(owner, owner.imagine(prompt).messageId());
  }

  private static Job awaitEnd(EaselClient owner, String messageId) {
    return await("the end of a job")
        .atMost(Duration.ofSeconds(60))
        .until(() -> owner.job(messageId), Job::hasEnded);
  }
}
