package easel.systemtests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import easel.systemtests.EaselClient;
import easel.systemtests.promise.History.Told;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The form of what customers ask, and how they read what is answered.
class DialectTests {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Order ORDER = new Order("tag00001", true, "http://127.0.0.1:1/c/other");

  private final FirstDialect first = new FirstDialect();
  private final SecondDialect second =
      new SecondDialect(account -> account.isEmpty() ? "customer-1" : "account-" + account);
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private EaselClient api;
  private volatile int status = 200;
  private volatile String answer = "{}";

  private record Asked(
      String call, String key, String authorization, String secret, JsonNode body) {}

  @BeforeEach
  void anEaselThatAnswersTheSame() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          var body = exchange.getRequestBody().readAllBytes();
          var headers = exchange.getRequestHeaders();
          asked.add(
              new Asked(
                  exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                  String.valueOf(headers.getFirst("Idempotency-Key")),
                  String.valueOf(headers.getFirst("Authorization")),
                  String.valueOf(headers.getFirst("mj-api-secret")),
                  body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body)));
          var bytes = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    api =
        new EaselClient(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "easel_a_b");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aPlainImagineIsThePromptAndItsKey() {
    first.imagine(api, Order.plain("tag00001"), "a fox");

    was("POST /api/v1/midjourney/imagine", "{\"prompt\":\"a fox\"}");
    assertThat(asked.getFirst().key()).isEqualTo("tag00001");
    assertThat(asked.getFirst().authorization()).isEqualTo("Bearer easel_a_b");
  }

  @Test
  void theFirstDialectNamesTheJobAndItsWebhook() {
    first.imagine(api, ORDER, "a fox");

    was(
        "POST /api/v1/midjourney/imagine",
        """
        {"prompt":"a fox","ref":"tag00001","webhookOverride":"http://127.0.0.1:1/c/other"}""");
  }

  @Test
  void theSecondDialectDoesSoInItsOwnWords() {
    second.imagine(api, ORDER, "a fox");

    was(
        "POST /mj/submit/imagine",
        """
        {"prompt":"a fox","state":"tag00001","notifyHook":"http://127.0.0.1:1/c/other"}""");
    assertThat(asked.getFirst().key()).isEqualTo("tag00001");
    assertThat(asked.getFirst().secret()).isEqualTo("easel_a_b");
    assertThat(asked.getFirst().authorization()).isEqualTo("null");
  }

  @Test
  void aModeIsAskedForInThePromptOrByAPrefix() {
    first.imagine(api, Order.plain("tag00001"), "a fox", "turbo");
    was("POST /api/v1/midjourney/imagine", "{\"prompt\":\"a fox --turbo\"}");

    second.imagine(api, ORDER, "a fox", "fast");
    was(
        "POST /mj-fast/mj/submit/imagine",
        """
        {"prompt":"a fox","state":"tag00001","notifyHook":"http://127.0.0.1:1/c/other"}""");
    assertThat(asked.getLast().key()).isEqualTo("tag00001");
  }

  @Test
  void everyOperationHasItsCallAndItsBody() {
    var named = new Order("tag00001", true, "");
    first.ask(api, named, new Wish.DescribeLink("tag00001", "http://g/tag00001.png"));
    first.ask(api, named, new Wish.DescribePicture(new Given("tag00001.png")));
    first.ask(api, named, new Wish.Shorten("tag00001", "a fox tag00001"));
    first.ask(api, named, new Wish.Blend("http://g/", Wish.pictures("tag00001", 2), "PORTRAIT"));
    first.ask(api, named, new Wish.Blend("http://g/", Wish.pictures("tag00001", 2), ""));

    assertThat(asked.stream().map(Asked::call))
        .containsExactly(
            "POST /api/v1/midjourney/describe",
            "POST /api/v1/midjourney/describe",
            "POST /api/v1/midjourney/shorten",
            "POST /api/v1/midjourney/blend",
            "POST /api/v1/midjourney/blend");
    assertThat(asked).allMatch(it -> it.key().equals("tag00001"));
    assertThat(asked.get(0).body().path("url").asString()).isEqualTo("http://g/tag00001.png");
    assertThat(asked.get(1).body().path("base64").binaryValue())
        .isEqualTo(new Given("tag00001.png").content());
    assertThat(asked.get(2).body().path("prompt").asString()).isEqualTo("a fox tag00001");
    assertThat(asked.get(3).body().toString())
        .contains("[\"http://g/tag00001-1.png\",\"http://g/tag00001-2.jpg\"]", "PORTRAIT");
    assertThat(asked.get(4).body().has("dimensions")).isFalse();
  }

  @Test
  void theSecondDialectCallsWhatIsGivenByOtherNames() {
    var named = new Order("tag00001", true, "");
    second.ask(api, named, new Wish.DescribeLink("tag00001", "http://g/tag00001.png"));
    second.ask(api, named, new Wish.Blend("http://g/", Wish.pictures("tag00001", 2), "SQUARE"));
    second.ask(api, named, new Wish.ImagineFrom("tag00001", "a fox", Wish.pictures("tag00001", 2)));

    assertThat(asked.stream().map(Asked::call))
        .containsExactly(
            "POST /mj/submit/describe", "POST /mj/submit/blend", "POST /mj/submit/imagine");
    assertThat(asked.get(0).body().path("link").asString()).isEqualTo("http://g/tag00001.png");
    assertThat(asked.get(1).body().path("dimensions").asString()).isEqualTo("SQUARE");
    for (var given : List.of(asked.get(1), asked.get(2))) {
      assertThat(given.body().path("base64Array").valueStream().map(JsonNode::binaryValue))
          .containsExactly(
              new Given("tag00001-1.png").content(), new Given("tag00001-2.jpg").content());
    }
    assertThat(asked.get(2).body().path("prompt").asString()).isEqualTo("a fox");
  }

  @Test
  void aDialogIsFilledInWithTheSameRequestInTheFirstDialect() {
    var mask = new Mask("tag00001");
    var press = new Press(Button.VARY_REGION, true, "a hat", mask);

    var request = first.fillIn(Order.plain("tag00001"), "0199", press, "MJ::Inpaint::1::h::SOLO");
    assertThat(request.apply(api).status()).isEqualTo(200);

    was(
        "POST /api/v1/midjourney/button",
        """
        {"prompt":"a hat","mask":"%s","messageId":"0199","button":"Vary (Region)"}"""
            .formatted(mask.base64()));
  }

  @Test
  void aDialogIsFilledInInTwoCallsOfTheSecondDialectWhoseFirstIsNotRepeated() {
    var press = new Press(Button.CUSTOM_ZOOM, true, "a hat", null);
    var request = second.fillIn(ORDER, "0199", press, "MJ::CustomZoom::h");
    answer = "{\"code\":21,\"result\":\"0200\",\"properties\":{}}";

    assertThat(request.apply(api).status()).isEqualTo(200);
    assertThat(request.apply(api).status()).isEqualTo(200);

    assertThat(asked.stream().map(Asked::call))
        .containsExactly(
            "POST /mj/submit/action", "POST /mj/submit/modal", "POST /mj/submit/modal");
    assertThat(asked.getFirst().body())
        .isEqualTo(
            JSON.readTree(
                """
                {"taskId":"0199","customId":"MJ::CustomZoom::h","state":"tag00001",
                 "notifyHook":"http://127.0.0.1:1/c/other"}"""));
    was("POST /mj/submit/modal", "{\"taskId\":\"0200\",\"prompt\":\"a hat\"}");
  }

  @Test
  void aDialogThatIsRefusedIsNotFilledIn() {
    var press = new Press(Button.CUSTOM_ZOOM, true, "a hat", null);
    answer = "{\"code\":4,\"result\":\"\"}";

    var reply = second.fillIn(ORDER, "0199", press, "MJ::CustomZoom::h").apply(api);

    assertThat(second.reply(reply)).isInstanceOf(Reply.Refused.class);
    assertThat(asked).hasSize(1);
  }

  @Test
  void aPressIsABodyOrOneOfThreeCalls() {
    var named = new Order("tag00001-U2", false, "");
    first.press(api, named, "0199", Button.U2, "MJ::JOB::upsample::2::h", 0);
    for (int way = 0; way < 3; way++) {
      second.press(api, named, "0199", Button.U2, "MJ::JOB::upsample::2::h", way);
      second.press(api, named, "0199", Button.REROLL, "MJ::JOB::reroll::0::h::SOLO", way);
    }
    second.press(api, named, "0199", Button.FAVORITE, "MJ::BOOKMARK::h", 0);
    second.press(api, named, "0199", Button.PAN_UP, "MJ::JOB::pan_up::1::h::SOLO", 0);

    assertThat(asked.stream().map(it -> it.call().replaceFirst(".*/", "") + " " + it.body()))
        .satisfiesExactly(
            it -> assertThat(it).startsWith("button ").contains("\"0199\"", "\"U2\""),
            it -> assertThat(it).startsWith("change ").contains("\"UPSCALE\"", "\"index\":2"),
            it -> assertThat(it).startsWith("change ").contains("\"REROLL\""),
            it -> assertThat(it).isEqualTo("simple-change {\"content\":\"0199 U2\"}"),
            it -> assertThat(it).isEqualTo("simple-change {\"content\":\"0199 R\"}"),
            it -> assertThat(it).startsWith("action ").contains("MJ::JOB::upsample::2::h"),
            it -> assertThat(it).startsWith("action ").contains("MJ::JOB::reroll::0::h::SOLO"),
            it -> assertThat(it).startsWith("action ").contains("MJ::BOOKMARK::h"),
            it -> assertThat(it).startsWith("action ").contains("MJ::JOB::pan_up::1::h::SOLO"));
  }

  @Test
  void aRunningJobIsStoppedByItsButtonOrItsCall() {
    first.stop(api, "0199");
    second.stop(api, "0199");

    assertThat(asked.get(0).body().toString()).contains("\"Cancel Job\"", "\"0199\"");
    assertThat(asked.get(1).call()).isEqualTo("POST /mj/task/0199/cancel");
  }

  @Test
  void anAcceptedJobIsReadTheSameInBoth() {
    answer = "{\"success\":true,\"messageId\":\"0199\",\"queue\":\"account-42\"}";
    assertThat(first.reply(first.imagine(api, ORDER, "a fox")))
        .isEqualTo(new Reply.Accepted("0199", "account-42"));

    answer = "{\"code\":22,\"result\":\"0199\",\"properties\":{\"discordInstanceId\":\"42\"}}";
    assertThat(second.reply(second.imagine(api, ORDER, "a fox")))
        .isEqualTo(new Reply.Accepted("0199", "account-42"));

    answer = "{\"code\":1,\"result\":\"0199\",\"properties\":{}}";
    assertThat(second.reply(second.imagine(api, ORDER, "a fox")))
        .isEqualTo(new Reply.Accepted("0199", "customer-1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | {\"code\":3,\"result\":\"\"} | true",
        "200 | {\"code\":4,\"result\":\"\"} | true",
        "200 | {\"code\":9,\"result\":\"\"} | false",
        "200 | {\"code\":1,\"result\":\"\"} | false",
        "200 | {} | false",
        "404 | {\"code\":4,\"result\":\"\"} | false",
      })
  void whatIsNotAcceptedIsRefusedOrWrong(int statusOfAnswer, String body, boolean isRefused) {
    status = statusOfAnswer;
    answer = body;

    assertThat(second.reply(second.imagine(api, ORDER, "a fox")))
        .isInstanceOf(isRefused ? Reply.Refused.class : Reply.Wrong.class);
  }

  @Test
  void anEndIsToldTheSameInBoth() {
    var task =
        Task.of(
            JSON.readTree(
                """
                {"id":"0199","state":"tag00001","status":"FAILURE","progress":"31%","failReason":"NO_ANSWER",
                 "imageUrl":null,"properties":{"reason":"NO_ANSWER","sent":null}}"""));
    var inTheFirst = new Told("FAIL", null, "NO_ANSWER ", "", "", 5);

    assertThat(task.told(inTheFirst)).isEqualTo(inTheFirst);
    assertThat(task.name()).isEqualTo("tag00001");
    assertThat(task.hasEnded()).isTrue();
    assertThat(task.told(new Told("DONE", true, "", "/a.png", "", 5)).status()).isEqualTo("FAIL");
  }

  @Test
  void aCancelledTaskIsToldWithoutAReason() {
    var task =
        Task.of(
            JSON.valueToTree(
                Map.of(
                    "id",
                    "0199",
                    "status",
                    "CANCEL",
                    "progress",
                    "0%",
                    "failReason",
                    "Cancelled.",
                    "properties",
                    Map.of("sent", false))));

    assertThat(task.told(new Told("CANCELLED", false, "", "", "", 5)))
        .isEqualTo(new Told("CANCELLED", false, "", "", "", 5));
  }

  private void was(String call, String body) {
    assertThat(asked.getLast().call()).isEqualTo(call);
    assertThat(asked.getLast().body()).isEqualTo(JSON.readTree(body));
  }
}
