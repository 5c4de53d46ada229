package easel.systemtests.pages;

import static org.awaitility.Awaitility.await;

import easel.systemtests.Answer;
import easel.systemtests.EaselClient;
import easel.systemtests.EaselClient.Customer;
import easel.systemtests.EaselClient.Job;
import easel.systemtests.EaselClient.Link;
import easel.systemtests.EaselClient.Submitted;
import easel.systemtests.Simulator;
import easel.systemtests.Simulator.Account;
import easel.systemtests.WebhookReceiver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.core.ConditionTimeoutException;

/// A customer in the middle of its work, so that no page is empty: jobs that are done, were
/// pressed, failed and were cancelled, some that run and some that wait, and a webhook that was
/// told of them.
record Scene(
    Customer customer,
    long account,
    String done,
    String upscaled,
    String failed,
    String cancelled,
    String running,
    String waiting,
    String delivery) {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final AtomicInteger WORDS = new AtomicInteger();

  /// A word that no other prompt holds.
  static String word() {
    return "sight%05d".formatted(WORDS.incrementAndGet());
  }

  static Scene play(Visitors visitors, String name) {
    var simulator = visitors.simulator();
    var customer = visitors.create(name);
    var client = visitors.program().as(customer.apiKey());
    try (var receiver = new WebhookReceiver(3)) {
      tell(client, receiver);
      var account = linkQuick(client, simulator);
      var done = end(client, imagine(client, "a tin robot waters a fern --ar 3:2"));
      var upscaled = end(client, press(client, done, "U2"));
      var failed = end(client, imagine(client, "sim-banned, and nothing else"));
      var word = word();
      simulator.hold(Map.of("promptContains", word));
      var running = imagine(client, "a lighthouse in a storm, oil on canvas " + word);
      imagine(client, "a paper boat on a puddle " + word);
      imagine(client, "an old clock under a glass bell " + word);
      var waiting = imagine(client, "a fox asleep in the snow " + word);
      imagine(client, "a cathedral made of ice --v 7 " + word);
      var cancelled = imagine(client, "a mistake " + word);
      patiently(() -> client.cancel(cancelled)).expectSuccess();
      end(client, cancelled);
      await("it runs")
          .atMost(PATIENCE)
          .until(() -> look(client, running).status(), "PROCESSING"::equals);
      var delivery = delivery(client, done);
      return new Scene(
          customer, account, done, upscaled, failed, cancelled, running, waiting, delivery);
    }
  }

  /// Links an account of the simulator that makes its pictures in no time and is heard through its
  /// own session, too, so that it is told of refusals; returns once it is ready.
  static long linkQuick(EaselClient client, Simulator simulator) {
    return linkQuick(client, simulator, simulator.createAccount("BASIC", "studio"), 3);
  }

  /// Links this one so.
  static long linkQuick(EaselClient client, Simulator simulator, Account user, int limit) {
    var seen = simulator.lastOfLedger();
    simulator.set(user, Map.of("jobMs", Map.of("min", 300, "max", 900), "waitingMs", 30));
    var link = Link.of(user, simulator.createChannel(), limit);
    var account = patiently(() -> client.tryLink(link)).expect(201).required("id").asLong();
    await("the account is ready")
        .atMost(PATIENCE)
        .until(
            () ->
                patiently(() -> client.get("/discord/accounts/" + account))
                    .expect(200)
                    .path("status")
                    .asString(""),
            "READY"::equals);
    patiently(() -> client.call("PATCH", "/discord/accounts/" + account, Map.of("secondEar", true)))
        .expect(200);
    await("its own session listens")
        .atMost(PATIENCE)
        .until(() -> simulator.ledger(seen).stream().anyMatch(entry -> listens(entry, user)));
    return account;
  }

  private static boolean listens(Simulator.Entry entry, Account user) {
    return entry.is("GATEWAY")
        && "READY".equals(entry.outcome())
        && user.userId().equals(entry.account());
  }

  static String imagine(EaselClient client, String prompt) {
    return imagine(client, Map.of("prompt", prompt));
  }

  static String imagine(EaselClient client, Map<String, String> fields) {
    return Submitted.of(patiently(() -> client.tryImagine(fields)).expect(200)).messageId();
  }

  static String press(EaselClient client, String job, String label) {
    return Submitted.of(patiently(() -> client.tryPress(job, label)).expect(200)).messageId();
  }

  /// Waits for the end of a job.
  static String end(EaselClient client, String job) {
    try {
      await("the end of " + job).atMost(PATIENCE).until(() -> look(client, job).hasEnded());
      return job;
    } catch (ConditionTimeoutException late) {
      throw new AssertionError("no end of " + look(client, job).whole(), late);
    }
  }

  static Job look(EaselClient client, String job) {
    return Job.of(patiently(() -> client.get("/midjourney/message/" + job)).expect(200));
  }

  /// Waits until somebody was told of a job, or that was tried.
  private static String delivery(EaselClient client, String job) {
    return await("a delivery")
        .atMost(PATIENCE)
        .until(
            () ->
                patiently(() -> client.get("/webhooks/deliveries?messageId=" + job))
                    .expect(200)
                    .at("/items/0/id")
                    .asString(""),
            id -> !id.isEmpty());
  }

  // Where nothing on this machine may be called, nobody answers.
  private static void tell(EaselClient client, WebhookReceiver receiver) {
    var told = setWebhook(client, receiver.url());
    var answer = told.status() == 400 ? setWebhook(client, "https://hooks.example/easel") : told;
    receiver.knows(answer.expect(200).path("secret").asString(""));
  }

  private static Answer setWebhook(EaselClient client, String url) {
    var webhook = Map.of("url", url, "events", List.of("DONE", "FAIL", "CANCELLED"));
    return patiently(() -> client.call("PUT", "/webhook", webhook));
  }

  /// Calls until the answer is another than "not so fast".
  private static Answer patiently(Supplier<Answer> call) {
    return await("a turn")
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .until(call::get, answer -> answer.status() != 429);
  }
}
