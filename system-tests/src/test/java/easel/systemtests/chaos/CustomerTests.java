package easel.systemtests.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import easel.systemtests.EaselClient;
import easel.systemtests.promise.Asked;
import easel.systemtests.promise.Asked.Result;
import easel.systemtests.promise.History;
import easel.systemtests.promise.History.Told;
import easel.systemtests.promise.Notice;
import easel.systemtests.promise.OneEnd;
import easel.systemtests.promise.SeedAsked;
import easel.systemtests.promise.SeedTold;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A customer where all operations are mixed, beside an Easel that says what a test tells it to.
class CustomerTests {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String HERE = "http://127.0.0.1:1/customer-1/";
  private static final String PICTURE =
      "/attachments/1/2/fox_a_fox_01234567-89ab-cdef-0123-456789abcdef.png";
  private static final String QUEUED = job("QUEUED", "");
  private static final String DONE = job("DONE", "http://discord" + PICTURE + "?ex=1");
  private static final String TASK =
      """
      {"id":"0199","state":"tag00001","status":"%s","progress":"100%%","failReason":null,
       "imageUrl":"http://easel/pictures/x","properties":{"reason":null,"sent":true}}""";

  private final ExecutorService hands = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicBoolean givenUp = new AtomicBoolean();
  private final FaultLog log = new FaultLog();
  private final History history = new History();
  private final Names names = new Names();
  private final Map<String, Supplier<String>> answers = new ConcurrentHashMap<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final List<String> ended = new CopyOnWriteArrayList<>();
  private final Mix mix = new Mix(7, "http://127.0.0.1:1/", Ears.NONE);
  private HttpServer server;
  private List<EaselClient> instances;

  private static String job(String status, String link) {
    return """
    {"messageId":"0199","status":"%s","progress":0,"ref":"tag00001","account":{"id":42},"sent":true,
     "uri":%s,"originalUrl":"%s","content":null,"buttons":["U1","V1"],"reason":null,"error":null}"""
        .formatted(status, link.isEmpty() ? "null" : "\"http://easel/pictures/x\"", link);
  }

  @BeforeEach
  void anEasel() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(hands);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            var call = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            calls.add(call);
            var answer = answers.get(call);
            var body = (answer == null ? "{}" : answer.get()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer == null ? 404 : 200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
    var address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    instances = List.of(new EaselClient(address, "easel_a_b"));
    answers.put(
        "POST /api/v1/midjourney/imagine",
        () -> "{\"messageId\":\"0199\",\"queue\":\"account-42\"}");
    answers.put(
        "POST /mj/submit/imagine",
        () -> "{\"code\":1,\"result\":\"0199\",\"properties\":{\"discordInstanceId\":\"42\"}}");
  }

  @AfterEach
  void stop() {
    givenUp.set(true);
    server.stop(0);
    hands.shutdownNow();
  }

  @Test
  void whatIsAskedAndWhereItsEndIsToComeIsNoted() {
    var customer = customer(toldOnly(new FirstDialect()));

    customer.ask("tag00001", new Wish.Imagine("imagine", "tag00001", "a fox tag00001 "));
    awaitAccepted(customer);

    assertThat(history.asked())
        .containsEntry("tag00001", new Asked("imagine", Result.PICTURE, List.of("a fox tag00001")));
    assertThat(history.webhooks()).containsEntry("tag00001", HERE);
    assertThat(history.jobs().values())
        .extracting(History.Job::queue)
        .containsExactly("account-42");
    assertThat(names.jobs("tag00001")).containsExactly("tag00001");
  }

  @Test
  void anEndIsTakenFromItsWebhookAndNobodyPolls() {
    var customer = customer(toldOnly(new FirstDialect()));
    customer.imagine("tag00001", "tag00001", "a fox tag00001");
    awaitAccepted(customer);

    customer.look(0);
    customer.arrived(notice("PROCESSING"), JSON.readTree(QUEUED));
    assertThat(customer.isDone()).isFalse();
    customer.arrived(notice("DONE"), JSON.readTree(DONE));

    assertThat(customer.isDone()).isTrue();
    assertThat(ended).containsExactly("tag00001");
    assertThat(calls).filteredOn(call -> call.startsWith("GET /api")).isEmpty();
    assertThat(history.told().values()).extracting(Told::picture).containsExactly(PICTURE);
    assertThat(customer.offered("tag00001")).containsExactly("U1", "V1");
  }

  @Test
  void anEndThatIsDeliveredBeforeTheRequestIsAnsweredIsNotForgotten() {
    var customer = customer(toldOnly(new FirstDialect()));
    answers.put(
        "POST /api/v1/midjourney/imagine",
        () -> {
          customer.arrived(notice("DONE"), JSON.readTree(DONE));
          customer.arrived(notice("PROCESSING"), JSON.readTree(QUEUED));
          return "{\"messageId\":\"0199\",\"queue\":\"account-42\"}";
        });

    customer.imagine("tag00001", "tag00001", "a fox tag00001");

    await().until(() -> ended.contains("tag00001"));
    assertThat(customer.openJobs()).isZero();
  }

  @Test
  void aDeliveryOfASecondJobForOneRequestIsSeen() {
    var customer = customer(toldOnly(new FirstDialect()));
    customer.imagine("tag00001", "tag00001", "a fox tag00001");
    awaitAccepted(customer);

    customer.arrived(notice("DONE"), JSON.readTree(DONE.replace("0199", "0200")));

    assertThat(ended).isEmpty();
    assertThat(log.wrongAnswers())
        .containsExactly("tag00001 was accepted as 0199, and is told of as 0200");
  }

  @Test
  void aDeliveryOfTheSecondDialectIsComparedWithTheFirst() {
    var customer = customer(toldOnly(new SecondDialect(account -> "account-" + account)));
    answers.put("GET /api/v1/midjourney/message/0199", () -> DONE);
    customer.imagine("tag00001", "tag00001", "a fox tag00001");
    awaitAccepted(customer);

    customer.arrived(notice("DONE"), task("SUCCESS"));

    await().until(() -> ended.contains("tag00001"));
    assertThat(history.told().values()).extracting(Told::status).containsExactly("DONE");
    assertThat(new OneEnd().brokenBy(history)).isEmpty();
    assertThat(log.wrongAnswers()).isEmpty();
  }

  @Test
  void aCustomerOfTheSecondDialectAsksForItsTasks() {
    var customer = customer(polling(new SecondDialect(account -> "account-" + account)));
    answers.put("GET /mj/task/0199/fetch", () -> TASK.formatted("IN_PROGRESS"));
    customer.imagine("tag00001", "tag00001", "a fox tag00001");
    awaitAccepted(customer);

    customer.look(0);
    assertThat(ended).isEmpty();
    answers.put("GET /mj/task/0199/fetch", () -> TASK.formatted("SUCCESS"));
    answers.put("GET /api/v1/midjourney/message/0199", () -> DONE);
    customer.look(1);

    assertThat(ended).containsExactly("tag00001");
    assertThat(new OneEnd().brokenBy(history)).isEmpty();
    assertThat(log.wrongAnswers()).isEmpty();
  }

  @Test
  void twoDialectsThatTellDifferentEndsAreSeen() {
    var customer = customer(polling(new SecondDialect(account -> "account-" + account)));
    answers.put("GET /mj/task/0199/fetch", () -> TASK.formatted("CANCEL"));
    answers.put("GET /api/v1/midjourney/message/0199", () -> DONE);
    customer.imagine("tag00001", "tag00001", "a fox tag00001");
    awaitAccepted(customer);

    customer.look(0);

    assertThat(new OneEnd().brokenBy(history)).hasSize(1);
  }

  @Test
  void whoeverAsksAgainIsToldTheSameInBothDialects() {
    var customer = customer(toldOnly(new SecondDialect(account -> "account-" + account)));
    answers.put("GET /api/v1/midjourney/messages", () -> "{\"items\":[%s]}".formatted(DONE));
    answers.put(
        "POST /mj/task/list-by-condition", () -> "[%s]".formatted(TASK.formatted("SUCCESS")));
    customer.imagine("tag00001", "tag00001", "a fox tag00001");
    awaitAccepted(customer);

    customer.lookAtAllAgain(0).join();
    assertThat(new OneEnd().brokenBy(history)).isEmpty();
    assertThat(log.wrongAnswers()).isEmpty();

    answers.put("POST /mj/task/list-by-condition", () -> "[]");
    customer.lookAtAllAgain(0).join();
    assertThat(log.wrongAnswers())
        .containsExactly("tag00001 is not among the tasks that were asked for");

    answers.put(
        "POST /mj/task/list-by-condition", () -> "[%s]".formatted(TASK.formatted("FAILURE")));
    customer.lookAtAllAgain(0).join();
    assertThat(new OneEnd().brokenBy(history)).hasSize(1);
  }

  @Test
  void anotherPictureInTheOtherDialectIsSeen() {
    var customer = customer(polling(new SecondDialect(account -> "account-" + account)));
    answers.put(
        "GET /mj/task/0199/fetch", () -> TASK.formatted("SUCCESS").replace("/x", "/another"));
    answers.put("GET /api/v1/midjourney/message/0199", () -> DONE);
    customer.imagine("tag00001", "tag00001", "a fox tag00001");
    awaitAccepted(customer);

    customer.look(0);

    assertThat(log.wrongAnswers()).singleElement().asString().contains("/another");
  }

  @Test
  void otherTextsInTheOtherDialectAreSeen() {
    var customer = customer(polling(new SecondDialect(account -> "account-" + account)));
    answers.put(
        "GET /api/v1/midjourney/message/0199",
        () -> job("DONE", "").replace("\"content\":null", "\"content\":\"1️⃣ a fox\""));
    customer.imagine("tag00001", "tag00001", "a fox tag00001");
    awaitAccepted(customer);

    answers.put("GET /mj/task/0199/fetch", () -> taskThatSays("1️⃣ an owl"));
    customer.look(0);
    assertThat(log.wrongAnswers()).singleElement().asString().contains("an owl");
  }

  @Test
  void theSameTextsInBothDialectsAreRight() {
    var customer = customer(polling(new SecondDialect(account -> "account-" + account)));
    answers.put(
        "GET /api/v1/midjourney/message/0199",
        () -> job("DONE", "").replace("\"content\":null", "\"content\":\"1️⃣ a fox\""));
    customer.imagine("tag00001", "tag00001", "a fox tag00001");
    awaitAccepted(customer);

    answers.put("GET /mj/task/0199/fetch", () -> taskThatSays("1️⃣ a fox"));
    customer.look(0);
    assertThat(log.wrongAnswers()).isEmpty();
    assertThat(ended).containsExactly("tag00001");
  }

  @Test
  void cancelJobIsPressedOnceBelowOneThatRuns() {
    var stopped =
        IntStream.rangeClosed(1, 1_000)
            .mapToObj("tag%05d"::formatted)
            .filter(mix::isStopped)
            .findFirst()
            .orElseThrow();
    var running = job("PROCESSING", "").replace("tag00001", stopped);
    var customer = customer(polling(new FirstDialect()));
    answers.put("GET /api/v1/midjourney/messages", () -> "{\"items\":[%s]}".formatted(running));
    answers.put("POST /api/v1/midjourney/button", () -> "{\"messageId\":\"0199\"}");
    customer.imagine(stopped, stopped, "a fox " + stopped);
    awaitAccepted(customer);

    customer.look(0);
    customer.look(1);
    await().until(() -> !customer.isAsking());

    assertThat(history.wasCancelAsked(stopped)).isTrue();
    assertThat(calls).filteredOn("POST /api/v1/midjourney/button"::equals).hasSize(1);
    assertThat(log.wrongAnswers()).isEmpty();
  }

  @Test
  void theSeedOfAPictureThatAsksForOneIsAskedForOnceItIsDone() {
    var seeded =
        IntStream.rangeClosed(1, 1_000)
            .mapToObj("tag%05d"::formatted)
            .filter(job -> !mix.seed(job).isEmpty())
            .findFirst()
            .orElseThrow();
    var customer = customer(polling(new FirstDialect()));
    answers.put("GET /mj/task/0199/image-seed", () -> "{\"code\":1,\"result\":\"4711\"}");
    answers.put(
        "GET /api/v1/midjourney/messages",
        () -> "{\"items\":[%s]}".formatted(DONE.replace("tag00001", seeded)));
    customer.imagine(seeded, seeded, "a fox " + seeded);
    awaitAccepted(customer);
    assertThat(history.seedsAsked()).isEmpty();

    customer.look(0);
    await().until(() -> !history.seedsTold().isEmpty());

    assertThat(history.seedsAsked()).containsExactly(new SeedAsked(seeded, mix.seed(seeded), 42));
    assertThat(history.seedsTold()).extracting(SeedTold::seed).containsExactly("4711");
    assertThat(log.wrongAnswers()).isEmpty();
  }

  @Test
  void noSeedIsAskedForWhereNoneWasGivenOrNothingWasDrawn() {
    var customer = customer(polling(new FirstDialect()));
    answers.put("GET /api/v1/midjourney/messages", () -> "{\"items\":[%s]}".formatted(DONE));
    customer.imagine("twin00001-1", "twin00001", "a fox twin00001");
    awaitAccepted(customer);

    customer.look(0);

    assertThat(ended).containsExactly("twin00001-1");
    assertThat(history.seedsAsked()).isEmpty();
  }

  @Test
  void aPressIsKnownByItsButtonAndBoundToItsAccount() {
    var customer = customer(toldOnly(new FirstDialect()));
    answers.put(
        "POST /api/v1/midjourney/button",
        () -> "{\"messageId\":\"0200\",\"queue\":\"account-42\"}");
    customer.imagine("tag00001", "tag00001", "a fox tag00001");
    awaitAccepted(customer);
    customer.arrived(notice("DONE"), JSON.readTree(DONE));

    customer.press("tag00001", Press.atOnce(Button.V1), PICTURE);
    await().until(() -> history.jobs().containsKey("tag00001-V1"));

    assertThat(names.jobs("MJ::JOB::variation::1::01234567-89ab-cdef-0123-456789abcdef"))
        .containsExactly("tag00001-V1");
    assertThat(history.jobs().values())
        .filteredOn(job -> job.tag().equals("tag00001-V1"))
        .extracting(History.Job::pinned)
        .containsExactly(true);
    assertThat(history.asked())
        .containsEntry("tag00001-V1", new Asked("V1", Result.PICTURE, List.of()));
    history.unlinked(new History.Unlink(42, 0));
    assertThat(history.wasUnlinked("tag00001-V1", 1)).isTrue();
  }

  @Test
  void aButtonBelowTextsIsKnownByTheJobThatWroteThem() {
    var customer = customer(toldOnly(new FirstDialect()));
    answers.put(
        "POST /api/v1/midjourney/button",
        () -> "{\"messageId\":\"0200\",\"queue\":\"account-42\"}");
    answers.put(
        "POST /api/v1/midjourney/shorten",
        () -> "{\"messageId\":\"0199\",\"queue\":\"account-42\"}");
    customer.ask("tag00001", new Wish.Shorten("tag00001", "a fox tag00001"));
    awaitAccepted(customer);

    customer.press("tag00001", new Press(Button.NUMBER_2, true, "a gold fox", null), "");
    await().until(() -> history.jobs().containsKey("tag00001-number2"));

    assertThat(names.jobs("tag00001 MJ::Job::PromptAnalyzer::2"))
        .containsExactly("tag00001-number2");
    assertThat(history.isInDialog("tag00001-number2")).isTrue();
    assertThat(history.asked())
        .containsEntry(
            "tag00001-number2",
            new Asked("2️⃣ below texts", Result.PICTURE, true, List.of("a gold fox")));
  }

  @Test
  void whatIsAskedInTheSecondDialectSaysSo() {
    var customer = customer(polling(new SecondDialect(account -> "account-" + account)));
    answers.put(
        "POST /mj/submit/shorten",
        () -> "{\"code\":1,\"result\":\"0199\",\"properties\":{\"discordInstanceId\":\"42\"}}");

    customer.ask("tag00001", new Wish.Shorten("tag00001", "a fox tag00001"));
    awaitAccepted(customer);

    assertThat(history.asked().get("tag00001"))
        .isEqualTo(new Asked("shorten by /mj", Result.TEXTS, List.of("a fox tag00001")));
  }

  @Test
  void aPlainCustomerIsToldOfNothing() {
    var customer = customer(Habits.plain());

    customer.imagine("tag00001", "tag00001", "a fox tag00001");
    awaitAccepted(customer);

    assertThat(history.asked()).isEmpty();
    assertThat(history.webhooks()).isEmpty();
  }

  @Test
  void twelveCustomersHaveAllHabitsAmongThem() {
    var habits =
        IntStream.range(0, 12)
            .mapToObj(number -> Habits.mixed(number, mix, it -> it, HERE, HERE + "other"))
            .toList();

    assertThat(habits.stream().filter(it -> it.dialect() instanceof SecondDialect)).hasSize(4);
    assertThat(habits.stream().filter(it -> !it.polls())).hasSize(6);
    for (var each : habits) {
      // whoever does not poll is told of every job
      assertThat(each.polls() || !each.addressOf("tag00001").isEmpty()).isTrue();
    }
    assertThat(habits)
        .filteredOn(it -> it.dialect() instanceof SecondDialect)
        .extracting(
            Habits::polls, it -> it.webhook().usual().isEmpty(), it -> it.webhook().usualIsNamed())
        .containsExactly(
            tuple(true, true, false),
            tuple(false, false, false),
            tuple(true, false, false),
            tuple(false, false, true));
    var elsewhere =
        IntStream.rangeClosed(1, 1_000)
            .mapToObj("tag%05d"::formatted)
            .filter(mix::isToldElsewhere)
            .findFirst()
            .orElseThrow();
    assertThat(habits.getFirst().addressOf(elsewhere)).isEqualTo(HERE + "other");
    assertThat(habits.getFirst().order(elsewhere).webhook()).isEqualTo(HERE + "other");
    assertThat(habits.get(2).order(elsewhere).webhook()).isEqualTo(HERE);
  }

  private static String taskThatSays(String words) {
    return TASK.formatted("SUCCESS")
        .replace("{\"reason\"", "{\"finalPrompt\":\"%s\",\"reason\"".formatted(words));
  }

  private Habits toldOnly(Dialect dialect) {
    return new Habits(dialect, false, new Habits.Webhook(HERE, true, ""), mix);
  }

  private Habits polling(Dialect dialect) {
    return new Habits(dialect, true, Habits.Webhook.NONE, mix);
  }

  private Customer customer(Habits habits) {
    var client = new PatientClient(instances, hands, givenUp, log);
    return new Customer(
        client,
        instances,
        Map.of(42L, "fox"),
        history,
        names,
        log,
        true,
        habits,
        new PictureLook(client, 1, history, log),
        new SeedLook(history, log),
        (job, _) -> ended.add(job));
  }

  private void awaitAccepted(Customer customer) {
    await().until(() -> !customer.isAsking());
    assertThat(history.jobs()).hasSize(1);
    assertThat(log.troubles()).isEmpty();
  }

  private static Notice notice(String status) {
    return new Notice(HERE, "msg_1", "tag00001", status, 0, true, 0);
  }

  private static JsonNode task(String status) {
    return JSON.readTree(TASK.formatted(status));
  }
}
