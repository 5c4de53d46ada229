package easel.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import easel.systemtests.EaselClient.Account;
import easel.systemtests.EaselClient.Job;
import easel.systemtests.EaselClient.Link;
import easel.systemtests.EaselClient.Submitted;
import easel.systemtests.chaos.LedgerReader;
import easel.systemtests.chaos.Names;
import easel.systemtests.promise.History;
import easel.systemtests.promise.History.Told;
import easel.systemtests.promise.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionTimeoutException;
import tools.jackson.databind.JsonNode;

/// A customer with an account or more of its own, whose jobs may look alike at Discord and are
/// asked about at every api instance; and the history of its jobs.
final class Studio {
  private static final AtomicInteger WORDS = new AtomicInteger();
  private static final Duration END = Duration.ofMinutes(4);
  private static final Duration LOOK = Duration.ofMillis(100);

  private final Simulator simulator;
  private final Names names = new Names();
  private final Map<String, String> messageIds = new LinkedHashMap<>();
  // The buttons whose tasks are still to be filled in.
  private final Map<String, String> opened = new HashMap<>();
  private final long from;
  private int jobs;

  /// Where its accounts are, unless a channel elsewhere is named.
  final String server;

  final History history = new History();
  final List<EaselClient> instances;
  final List<Account> accounts = new ArrayList<>();
  final List<Simulator.Account> users = new ArrayList<>();
  final List<Simulator.Channel> channels = new ArrayList<>();

  Studio(Deployment easel, String plan) {
    simulator = easel.simulator();
    // A server has room for so many threads: those of all tests are more.
    server = simulator.createServer().guildId();
    var made = easel.operator().createCustomer(plan, plan);
    instances =
        easel.names("api").stream().map(api -> easel.operator(api).as(made.apiKey())).toList();
    from = simulator.lastOfLedger();
  }

  /// A word that no other job's prompt holds.
  static String word() {
    return "twin%05d".formatted(WORDS.incrementAndGet());
  }

  Account link(int limit) {
    return link(limit, simulator.createChannel(server));
  }

  Account link(int limit, Simulator.Channel channel) {
    return link(limit, channel, simulator.createAccount(limit <= 3 ? "BASIC" : "PRO", channel));
  }

  /// Links an account and returns when it can take jobs.
  Account link(int limit, Simulator.Channel channel, Simulator.Account user) {
    var account = instances.getFirst().link(Link.of(user, channel, limit));
    accounts.add(account);
    users.add(user);
    channels.add(channel);
    history.limit(user.userId(), limit, 0);
    awaitStatus(account, "READY");
    return account;
  }

  /// Who a linked account is at Discord.
  Simulator.Account userOf(Account account) {
    return users.get(accounts.indexOf(account));
  }

  /// Has an account be heard through its own session at Discord, too.
  void hear(Account account) {
    var user = userOf(account);
    var before = sessions(user);
    instances
        .getFirst()
        .call("PATCH", "/discord/accounts/" + account.id(), Map.of("secondEar", true))
        .expect(200);
    awaitSession(user, before);
    awaitStatus(account, "READY");
  }

  /// Says that an account is in remix mode.
  void remix(Account account) {
    instances
        .getFirst()
        .call("PATCH", "/discord/accounts/" + account.id(), Map.of("remix", true))
        .expect(200);
  }

  /// How often an account's own session has begun or was resumed.
  long sessions(Simulator.Account user) {
    return ledger().stream()
        .filter(entry -> entry.is("GATEWAY") && entry.account().equals(user.userId()))
        .filter(entry -> List.of("READY", "RESUMED").contains(entry.outcome()))
        .count();
  }

  /// Waits until it has begun or was resumed once more.
  void awaitSession(Simulator.Account user, long before) {
    await("the session of " + user.username())
        .atMost(Duration.ofMinutes(1))
        .until(() -> sessions(user) > before);
  }

  void awaitStatus(Account account, String status) {
    await("account %d is %s".formatted(account.id(), status))
        .atMost(Duration.ofMinutes(1))
        .until(() -> instances.getLast().account(account.id()).status(), status::equals);
  }

  /// Waits until an account is known to draw in this mode by itself.
  ///
  /// @param mode FAST, RELAX or TURBO; empty while it is not known
  void awaitMode(Account account, String mode) {
    await("the mode of account %d is '%s'".formatted(account.id(), mode))
        .atMost(Duration.ofSeconds(30))
        .until(() -> document(account).path("mode").asString(""), mode::equals);
  }

  /// After what an account in trouble is tried again.
  String remedy(Account account) {
    return document(account).path("remedy").asString("");
  }

  /// Waits until Midjourney is known to have said of an account's fast time what begins so.
  ///
  /// @return all that it said, and when
  JsonNode awaitFastTime(Account account, String beginning) {
    await("what is left of the fast time of account " + account.id())
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> document(account).at("/info/fastTimeRemaining").asString(""),
            said -> said.startsWith(beginning));
    return document(account).required("info");
  }

  /// Why an account needs somebody, as its owner reads it.
  String attention(Account account) {
    return document(account).path("attention").asString("");
  }

  private JsonNode document(Account account) {
    return instances.getLast().get("/discord/accounts/" + account.id()).expect(200);
  }

  /// Submits a job like no other, and returns its tag.
  String imagine() {
    var word = word();
    return imagine(word, "a tin robot " + word);
  }

  /// The same, bound to an account.
  String imagine(Account account) {
    var word = word();
    return imagine(word, Map.of("prompt", "a tin robot " + word, "account", account.id()));
  }

  /// Submits a job with a prompt that holds this word, and returns its tag.
  String imagine(String word, String prompt) {
    return imagine(word, Map.of("prompt", prompt));
  }

  String imagine(String word, Map<String, ?> body) {
    var tag = word + "-" + ++jobs;
    names.add(word, tag);
    accepted(tag, Submitted.of(next().tryImagine(body).expect(200)), body.containsKey("account"));
    return tag;
  }

  /// Submits a prompt and pictures to draw from, in the second dialect, and returns its tag.
  String imagine(String word, String prompt, List<String> base64Array) {
    var tag = word + "-" + ++jobs;
    names.add(word, tag);
    var body = Map.of("prompt", prompt, "base64Array", base64Array);
    var answer = next().mj("POST", "/submit/imagine", body).expect(200);
    accepted(tag, new Submitted(answer.required("result").asString(), "", null), false);
    return tag;
  }

  /// Submits a prompt at an address of the second dialect that names a mode, and returns its tag.
  ///
  /// @param mode fast, relax or turbo
  String imagineIn(String mode, String word, String prompt) {
    var tag = word + "-" + ++jobs;
    names.add(word, tag);
    var answer = next().mjIn(mode, "POST", "/submit/imagine", Map.of("prompt", prompt)).expect(200);
    accepted(tag, new Submitted(answer.required("result").asString(), "", null), false);
    return tag;
  }

  /// Presses a button of a finished grid, and returns the press's tag.
  String press(String grid, String label) {
    var tag = grid + "-" + label + "-" + ++jobs;
    names.add(button(grid, label), tag);
    accepted(tag, next().press(messageId(grid), label), true);
    return tag;
  }

  /// Discord's name of a button below a finished picture.
  private String button(String finished, String label) {
    var told = history.told().get(finished);
    if (told == null) {
      throw new IllegalArgumentException("expected a picture that is finished, got: " + finished);
    }
    return Names.button(label, told.picture());
  }

  /// Submits a describe, blend or shorten, and returns its tag.
  String submit(String operation, Map<String, ?> body) {
    var tag = operation + "-" + ++jobs;
    var path = "/midjourney/" + operation;
    accepted(tag, Submitted.of(next().call("POST", path, body).expect(200)), false);
    return tag;
  }

  /// Presses any button of a finished job, and returns the press's tag.
  String pressOf(String finished, String label) {
    var tag = finished + "-" + label + "-" + ++jobs;
    accepted(tag, next().press(messageId(finished), label), true);
    return tag;
  }

  /// Presses a button that opens a dialog, and says what it is to be filled in with; returns the
  /// press's tag.
  ///
  /// @param word in the prompt that is filled in, and in no other
  String fillIn(String word, String finished, String label, Map<String, String> entered) {
    var tag = word + "-" + ++jobs;
    var body = new HashMap<>(entered);
    body.put("messageId", messageId(finished));
    body.put("button", label);
    names.add(button(finished, label), tag);
    accepted(tag, Submitted.of(next().call("POST", "/midjourney/button", body).expect(200)), true);
    return tag;
  }

  /// Presses it in the second dialect, and returns the task that is still to be filled in.
  String open(EaselClient at, String finished, String label) {
    var id = messageId(finished);
    var customId =
        at.mj("GET", "/task/" + id + "/fetch", null)
            .expect(200)
            .required("buttons")
            .valueStream()
            .filter(button -> button.path("label").asString("").equals(label))
            .findFirst()
            .orElseThrow()
            .required("customId")
            .asString();
    var body = Map.of("taskId", id, "customId", customId);
    var answer = at.mj("POST", "/submit/action", body).expect(200);
    assertThat(answer.path("code").asInt()).as(answer.toString()).isEqualTo(21);
    var task = answer.required("result").asString();
    opened.put(task, customId);
    return task;
  }

  /// Fills in such a task, and returns its tag.
  String fillIn(EaselClient at, String task, String word, Map<String, String> entered) {
    var tag = word + "-" + ++jobs;
    names.add(opened.getOrDefault(task, task), tag);
    assertThat(enter(at, task, entered)).isEqualTo(task);
    accepted(tag, new Submitted(task, "", null), true);
    return tag;
  }

  /// Says what a task is filled in with, and returns the task that was accepted.
  String enter(EaselClient at, String task, Map<String, String> entered) {
    var body = new HashMap<>(entered);
    body.put("taskId", task);
    var answer = at.mj("POST", "/submit/modal", body).expect(200);
    assertThat(answer.path("code").asInt()).as(answer.toString()).isIn(1, 22);
    return answer.required("result").asString();
  }

  private EaselClient next() {
    return instances.get(jobs % instances.size());
  }

  private void accepted(String tag, Submitted submitted, boolean pinned) {
    history.accepted(new History.Job(tag, submitted.queue(), jobs, System.nanoTime(), pinned));
    messageIds.put(tag, submitted.messageId());
  }

  String messageId(String tag) {
    var id = messageIds.get(tag);
    if (id == null) {
      throw new IllegalArgumentException("expected a submitted job, got: " + tag);
    }
    return id;
  }

  Job job(String tag) {
    return instances.getLast().job(messageId(tag));
  }

  Job awaitEnd(String tag) {
    try {
      var job =
          await("the end of " + tag)
              .atMost(END)
              .pollDelay(Duration.ZERO)
              .pollInterval(LOOK)
              .until(() -> job(tag), Job::hasEnded);
      tell(tag, job);
      return job;
    } catch (ConditionTimeoutException late) {
      throw new AssertionError("no end of %s: %s".formatted(tag, job(tag).whole()), late);
    }
  }

  /// Waits for the end of a job, which has to be a picture or a text, and returns the job's tag.
  String done(String tag) {
    var job = awaitEnd(tag);
    assertThat(job.status()).as(job.whole().toString()).isEqualTo("DONE");
    return tag;
  }

  /// Waits for all ends, and asks every instance for each once more.
  void awaitEnds() {
    messageIds.keySet().forEach(this::awaitEnd);
    for (var instance : instances) {
      messageIds.forEach((tag, messageId) -> tell(tag, instance.job(messageId)));
    }
  }

  private void tell(String tag, Job job) {
    var reason = job.reason();
    history.told(
        tag,
        new Told(
            job.status(),
            job.sent(),
            reason == null ? "" : reason + " " + job.whole().path("error").asString(""),
            LedgerReader.pathOf(job.whole().path("originalUrl").asString("")),
            System.nanoTime()));
  }

  /// What Discord saw since this customer was made.
  List<Simulator.Entry> ledger() {
    var own = users.stream().map(Simulator.Account::userId).toList();
    return simulator.ledgerSince(from).stream()
        .filter(entry -> own.contains(entry.account()))
        .toList();
  }

  /// Waits for the ends of all jobs and judges them by what Discord saw.
  void verify(Promise... promises) {
    awaitEnds();
    new LedgerReader(names).tell(ledger(), history);
    Promise.verify(history, List.of(promises));
  }
}
