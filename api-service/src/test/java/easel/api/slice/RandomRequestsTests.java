package easel.api.slice;

import static org.assertj.core.api.Assertions.assertThat;

import easel.api.contract.KnownIds;
import easel.api.contract.RandomRequest;
import easel.api.contract.RandomRequests;
import easel.api.contract.RawHttp;
import easel.common.id.AccountId;
import easel.common.id.JobId;
import easel.common.message.Button;
import easel.common.message.DiscordMessage;
import easel.common.message.JobEnd;
import easel.common.message.Picture;
import easel.common.message.Reply.Ended;
import easel.common.message.Reply.Sending;
import easel.common.message.Reply.Sent;
import easel.contract.Contract;
import easel.contract.Exchange;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.hc.core5.http.HttpException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Whatever is sent is answered as described, and never with a mistake of ours. The same is sent
/// each time, unless told otherwise: `-Deasel.seed=…` for others, `-Deasel.requests=…` for more.
class RandomRequestsTests {
  private static final String ACCOUNTS = "/api/v1/admin/accounts";
  private static final String WORDS = "/api/v1/admin/banned-words";
  private static final int MOST_FAILURES = 20;

  private final TestApi api = TestApi.shared();
  private final long seed = Long.getLong("easel.seed", 1L);
  private final int count = Integer.getInteger("easel.requests", 600);
  private final KnownIds known = new KnownIds();
  private Set<String> shared = Set.of();
  private String words = "";

  @BeforeEach
  void remember() {
    shared = sharedAccounts();
    words = "{\"words\":%s}".formatted(api.operator().get(WORDS).json().required("words"));
  }

  // Other tests rely on what the operator set.
  @AfterEach
  void restore() {
    restoreWords();
    for (var account : sharedAccounts()) {
      if (!shared.contains(account)) {
        api.operator().send("DELETE", ACCOUNTS + "/" + account, null);
      }
    }
  }

  @Test
  void everyRequestIsAnsweredAsDescribed() {
    System.out.println("easel.seed=" + seed);
    var base = api.operator().base();
    var contract = Contract.of(base);
    var requests = new RandomRequests(contract.description(), known, seed);
    var callers = List.of(customerWithJobs("STANDARD"), customerWithJobs("PRO"));
    var raw = new RawHttp(base);
    var failures = new LinkedHashSet<String>();

    for (int i = 0; i < count && failures.size() < MOST_FAILURES; i++) {
      var caller = callers.get(i % callers.size());
      var request = requests.next(path -> key(path, caller));
      var failure = failure(raw, request, contract, requests);
      if (failure != null) {
        failures.add("request %d: %s%n  %s".formatted(i, request, failure));
      }
      if (request.path().equals(WORDS)) {
        restoreWords();
      }
    }

    assertThat(failures).as("requests of easel.seed=%d", seed).isEmpty();
  }

  private static @Nullable String failure(
      RawHttp raw, RandomRequest request, Contract contract, RandomRequests requests) {
    Exchange exchange;
    try {
      exchange = raw.send(request);
    } catch (IOException | HttpException failed) {
      return "expected an answer, got: " + failed;
    }
    if (exchange.status() >= 500) {
      return "expected no mistake and no outage, got: %d %s"
          .formatted(exchange.status(), exchange.body());
    }
    try {
      if (request.plain()) {
        contract.checkAnswer(exchange);
      } else {
        contract.checkLoosely(exchange, request.path());
      }
    } catch (AssertionError violation) {
      return String.valueOf(violation.getMessage());
    }
    requests.learn(request, exchange);
    return null;
  }

  private static String key(String path, TestCustomer caller) {
    return path.startsWith("/api/v1/admin/") ? TestApi.OPERATOR : caller.http().key();
  }

  private TestCustomer customerWithJobs(String plan) {
    var customer = api.customer(plan);
    var account = customer.linkReady();
    known.add("/discord/accounts/{id}", "id", account.toString());
    var done = customer.job("a fox");
    draw(customer, account, done);
    var waiting = customer.imagine("an owl");
    for (var id : List.of(done.toString(), waiting.required("messageId").asString())) {
      known.addJob(id);
    }
    known.add("/queues/{id}", "id", waiting.required("queue").asString());
    return customer;
  }

  private static void draw(TestCustomer customer, AccountId account, JobId job) {
    var hash = UUID.randomUUID().toString();
    var buttons =
        List.of(
            new Button("U1", "MJ::JOB::upsample::1::x"),
            new Button("🔄", "MJ::JOB::reroll::0::x::SOLO"),
            new Button("Custom Zoom", "MJ::CustomZoom::x"));
    var message = new DiscordMessage(UUID.randomUUID().toString(), "2", "3", 0);
    var picture =
        new Picture(message, hash, "https://cdn.discordapp.com/x.png", "**a fox**", buttons);
    customer
        .worker()
        .say(
            List.of(
                new Sending(job, Instant.now(), account),
                new Sent(job, Instant.now(), account),
                new Ended(job, Instant.now(), account, new JobEnd.Done(picture))));
    org.awaitility.Awaitility.await("it is done").until(() -> customer.status(job).equals("DONE"));
  }

  private void restoreWords() {
    assertThat(api.operator().send("PUT", WORDS, words).status()).isEqualTo(200);
  }

  private Set<String> sharedAccounts() {
    var accounts = new LinkedHashSet<String>();
    for (JsonNode account : api.operator().get(ACCOUNTS).json().required("items")) {
      accounts.add(account.required("id").asString());
    }
    return accounts;
  }
}
