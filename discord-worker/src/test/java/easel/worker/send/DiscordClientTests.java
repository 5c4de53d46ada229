package easel.worker.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A POST reaches Discord at most once, and its outcome never says more than is certain (P2).
class DiscordClientTests {
  private static final Interaction COMMAND =
      new Interaction.Imagine("1", 2, new MidjourneyCommand("3", "4", "imagine"), "a prompt");

  /// Instead of an answer: the connection ends with a TCP reset.
  private static final String RESET = "reset";

  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final ServerSocket server;

  private record Received(String head, JsonNode body) {}

  DiscordClientTests() throws IOException {
    server = new ServerSocket(0);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void aConnectionCutAfterTheRequestIsADoubtAndNotARepeat() {
    serve("");

    assertThat(post()).isInstanceOf(SendOutcome.InDoubt.class);
    assertThat(requests).hasValue(1);
  }

  @Test
  void aConnectionCutWhileItIsReusedIsADoubtAndNotARepeat() {
    // given a connection that was kept after an answer
    serve("HTTP/1.1 204 No Content\r\n\r\n", "");
    try (var client = client()) {
      assertThat(post(client)).isInstanceOf(SendOutcome.Taken.class);

      // when it is cut after the next request
      assertThat(post(client)).isInstanceOf(SendOutcome.InDoubt.class);
    }

    // then that request was made once
    assertThat(requests).hasValue(2);
  }

  @ParameterizedTest
  @CsvSource({
    "200 OK, Taken",
    "429 Too Many Requests, TooFast",
    "404 Not Found, Invalid",
    "401 Unauthorized, Invalid",
    "502 Bad Gateway, InDoubt"
  })
  void aRegionIsMarkedOnceAndNoTokenGoesToItsEditor(String status, String outcome) {
    serve("HTTP/1.1 " + status + "\r\nContent-Length: 2\r\n\r\n{}");
    try (var client = client()) {
      var region = new MarkedRegion("t0ken", "a hat", "AQID");
      assertThat(client.markRegion(region, System.nanoTime() + 1_000_000_000L).join())
          .extracting(answered -> answered.getClass().getSimpleName())
          .isEqualTo(outcome);
    }

    assertThat(requests).hasValue(1);
    var request = received.getFirst();
    assertThat(request.head())
        .startsWith("POST /.proxy/inpaint/api/submit-job ")
        .doesNotContainIgnoringCase("authorization");
    assertThat(request.body().path("customId").asString()).isEqualTo("t0ken");
    assertThat(request.body().path("prompt").asString()).isEqualTo("a hat");
    assertThat(request.body().path("mask").asString()).isEqualTo("AQID");
  }

  @Test
  void anAnswerThatBreaksOffIsADoubtAndNotARepeat() {
    serve("HTTP/1.1 204 No Con", "");

    assertThat(post()).isInstanceOf(SendOutcome.InDoubt.class);
    assertThat(requests).hasValue(1);
  }

  @Test
  void aConnectionResetAfterTheRequestIsADoubtAndNotARepeat() {
    serve(RESET);

    assertThat(post()).isInstanceOf(SendOutcome.InDoubt.class);
    assertThat(requests).hasValue(1);
  }

  @Test
  void aConnectionResetWhileItIsReusedIsADoubtAndNotARepeat() {
    serve("HTTP/1.1 204 No Content\r\n\r\n", RESET);
    try (var client = client()) {
      assertThat(post(client)).isInstanceOf(SendOutcome.Taken.class);

      assertThat(post(client)).isInstanceOf(SendOutcome.InDoubt.class);
    }

    assertThat(requests).hasValue(2);
  }

  @Test
  void aBodyThatBreaksOffIsADoubtAndNotARepeat() {
    // given an answer whose status is read, and whose body ends before its length
    serveOncePerConnection("HTTP/1.1 429 Too Many Requests\r\nContent-Length: 100\r\n\r\n{\"retry");

    assertThat(post()).isInstanceOf(SendOutcome.InDoubt.class);
    assertThat(requests).hasValue(1);
  }

  @Test
  void anAnswerThatStopsHalfWayIsADoubtAndNotARepeat() {
    // given an answer whose body stops, on a connection that stays open
    serve("HTTP/1.1 429 Too Many Requests\r\nContent-Length: 100\r\n\r\n{\"retry");
    try (var client = new HttpDiscordClient(address(), System::nanoTime, Duration.ofMillis(300))) {
      assertThat(post(client)).isInstanceOf(SendOutcome.InDoubt.class);
    }

    assertThat(requests).hasValue(1);
  }

  @Test
  void anAbandonedRequestIsADoubtAndNotARepeat() {
    // given a request whose answer does not end
    serve("HTTP/1.1 429 Too Many Requests\r\nContent-Length: 100\r\n\r\n{\"retry");
    try (var client = client()) {
      var outcome =
          client.post("token", COMMAND, Marks.unheard(), System.nanoTime() + 1_000_000_000L);
      await().untilAsserted(() -> assertThat(requests).hasValue(1));

      client.abandonPosts();

      // then it is over here and at Discord, long before its time is up
      assertThat(outcome)
          .succeedsWithin(Duration.ofSeconds(5))
          .isInstanceOf(SendOutcome.InDoubt.class);
      await().untilAsserted(() -> assertThat(closed).hasValue(1));
    }
    assertThat(requests).hasValue(1);
  }

  @Test
  void whoWasPausedWhileItConnectedMakesNoRequest() {
    // given that time has passed between the decision to send and the body
    serve("HTTP/1.1 204 No Content\r\n\r\n");
    var looks = new AtomicInteger();
    try (var client =
        new HttpDiscordClient(
            address(),
            () -> Duration.ofSeconds(looks.getAndIncrement() * 10L).toNanos(),
            Duration.ofSeconds(10))) {
      var outcome =
          client.post("token", COMMAND, Marks.unheard(), Duration.ofSeconds(1).toNanos()).join();

      assertThat(outcome).isInstanceOf(SendOutcome.NotSent.class);
    }

    assertThat(looks).hasValue(2);
    assertThat(requests).hasValue(0);
  }

  @Test
  void aKeptConnectionThatWasClosedMeanwhileMakesNoRepeat() {
    // given that each connection is closed after its answer, without a word of it
    serveOncePerConnection("HTTP/1.1 204 No Content\r\n\r\n");
    try (var client = client()) {
      for (int i = 1; i <= 20; i++) {
        int before = requests.get();

        // when it is used again before or after that is noticed
        var outcome = post(client);

        // then what was taken was made once, and what was not is not said to be certain
        if (outcome instanceof SendOutcome.Taken) {
          assertThat(requests).hasValue(before + 1);
        } else {
          assertThat(outcome).isInstanceOf(SendOutcome.InDoubt.class);
          assertThat(requests).hasValue(before);
        }
      }
    }
  }

  @Test
  void anAnswerOnTheWireHasItsOutcome() {
    serve(
        json(204, ""),
        json(429, "{\"retry_after\": 0.5, \"global\": false}"),
        json(404, "{\"code\": 10003, \"message\": \"Unknown Channel\"}"),
        json(503, "<html>"));
    try (var client = client()) {
      assertThat(post(client)).isInstanceOf(SendOutcome.Taken.class);
      assertThat(post(client)).isEqualTo(new SendOutcome.TooFast(Duration.ofMillis(501)));
      assertThat(post(client)).isInstanceOf(SendOutcome.ChannelGone.class);
      assertThat(post(client)).isInstanceOf(SendOutcome.InDoubt.class);
    }
    assertThat(requests).hasValue(4);
  }

  @Test
  void aCommandIsSentAsDiscordsOwnClientSendsIt() {
    serve(json(204, ""));
    try (var client = client()) {
      post(client);
      post(client);
    }

    assertThat(received).hasSize(2);
    var first = received.get(0);
    assertThat(first.head()).startsWith("POST /interactions HTTP/1.1").contains("token");
    var body = first.body();
    assertThat(body.path("type").asInt()).isEqualTo(2);
    assertThat(body.path("channel_id").asString()).isEqualTo("2");
    assertThat(body.at("/data/version").asString()).isEqualTo("4");
    assertThat(body.at("/data/options/0/value").asString()).isEqualTo("a prompt");
    // then two commands of one session are told apart
    var second = received.get(1).body();
    assertThat(second.path("session_id")).isEqualTo(body.path("session_id"));
    assertThat(second.path("nonce").asString()).isNotEqualTo(body.path("nonce").asString());
  }

  @Test
  void noncesOfTwoWorkersDifferAlsoWhereTheirClocksMeet() {
    serve(json(204, ""));
    for (int i = 0; i < 3; i++) {
      post();
    }

    // then they do not follow from the time alone
    assertThat(received)
        .extracting(request -> request.body().path("nonce").asString())
        .anyMatch(nonce -> Long.parseLong(nonce) % (1 << 22) != 0)
        .doesNotHaveDuplicates();
  }

  @Test
  void eachCommandIsGivenWhatItTakesAndPicturesAreNamedAsAttachments() {
    serve(json(204, ""));
    var command = new MidjourneyCommand("3", "4", "any");
    var fox = new Attachment("fox.png", "7/fox.png");
    var owl = new Attachment("owl.png", "8/owl.png");
    try (var client = client()) {
      for (var interaction :
          List.of(
              new Interaction.DescribePicture("1", 2, command, fox),
              new Interaction.DescribeLink("1", 2, command, "https://example.org/a.png"),
              new Interaction.Blend("1", 2, command, List.of(fox, owl), "--ar 2:3"),
              new Interaction.Blend("1", 2, command, List.of(owl, fox), null),
              new Interaction.Shorten("1", 2, command, "a long prompt"),
              new Interaction.Show("1", 2, command, "00000000-0000-0000-0000-00000000000a"),
              new Interaction.Info("1", 2, command))) {
        client
            .post("token", interaction, Marks.unheard(), System.nanoTime() + 1_000_000_000L)
            .join();
      }
    }

    assertThat(received.stream().map(request -> request.body().at("/data/options").toString()))
        .satisfiesExactly(
            options -> sameJson(options, "[{'type':11,'name':'image','value':0}]"),
            options ->
                sameJson(options, "[{'type':3,'name':'link','value':'https://example.org/a.png'}]"),
            options ->
                sameJson(
                    options,
                    "[{'type':11,'name':'image1','value':0},{'type':11,'name':'image2','value':1},"
                        + "{'type':3,'name':'dimensions','value':'--ar 2:3'}]"),
            options ->
                sameJson(
                    options,
                    "[{'type':11,'name':'image1','value':0},{'type':11,'name':'image2','value':1}]"),
            options -> sameJson(options, "[{'type':3,'name':'prompt','value':'a long prompt'}]"),
            options ->
                sameJson(
                    options,
                    "[{'type':3,'name':'job_id','value':'00000000-0000-0000-0000-00000000000a'}]"),
            options -> sameJson(options, "[]"));
    sameJson(
        received.get(3).body().at("/data/attachments").toString(),
        "[{'id':'0','filename':'owl.png','uploaded_filename':'8/owl.png'},"
            + "{'id':'1','filename':'fox.png','uploaded_filename':'7/fox.png'}]");
    sameJson(received.get(1).body().at("/data/attachments").toString(), "[]");
  }

  private static void sameJson(String actual, String expected) {
    var json = JsonMapper.shared();
    assertThat(json.readTree(actual)).isEqualTo(json.readTree(expected.replace('\'', '"')));
  }

  @Test
  void aRedirectIsNotFollowed() {
    serve("HTTP/1.1 307 Temporary Redirect\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n");

    assertThat(post()).isInstanceOf(SendOutcome.InDoubt.class);
    assertThat(requests).hasValue(1);
  }

  @Test
  void nobodyListeningMeansNotSent() throws IOException {
    server.close();

    assertThat(post()).isInstanceOf(SendOutcome.NotSent.class);
  }

  @Test
  void aRequestThatIsTooLateDoesNotBegin() {
    serve("HTTP/1.1 204 No Content\r\n\r\n");
    try (var client = client()) {
      var outcome = client.post("token", COMMAND, Marks.unheard(), System.nanoTime() - 1).join();

      assertThat(outcome).isInstanceOf(SendOutcome.NotSent.class);
      assertThat(requests).hasValue(0);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          204 |                                                          | Taken
          401 | {"code":0}                                               | TokenRefused
          403 | {"code":40002}                                           | Forbidden
          403 | {"code":50083}                                           | ThreadArchived
          404 | {"code":10008}                                           | Invalid
          404 | {"code":10003}                                           | ChannelGone
          400 | {"code":50035,"errors":"COMPONENT_VALIDATION_FAILED"}    | Invalid
          400 | {"errors":"INTERACTION_APPLICATION_COMMAND_INVALID_VERSION"} | StaleCommand
          429 | <html>                                                   | TooFast
          429 | {"retry_after":0.5}                                      | TooFast
          408 | <html>                                                   | InDoubt
          500 | <html>                                                   | InDoubt
          502 |                                                          | InDoubt
          """)
  void anAnswerHasItsOutcome(int status, String body, String outcome) {
    try (var client = client()) {
      assertThat(client.outcome(status, body == null ? "" : body, "").getClass().getSimpleName())
          .isEqualTo(outcome);
    }
  }

  @Test
  void aTokenThatCannotBeSentIsRefusedWithoutBeingShown() {
    try (var client = client()) {
      var outcome = client.post("to\nken", COMMAND, Marks.unheard(), Long.MAX_VALUE).join();

      assertThat(outcome).isEqualTo(new SendOutcome.TokenRefused());
      assertThat(requests).hasValue(0);
    }
  }

  @Test
  void tooFastSaysHowLongToWait() {
    try (var client = client()) {
      assertThat(client.outcome(429, "{\"retry_after\":0.5}", "1"))
          .isEqualTo(new SendOutcome.TooFast(Duration.ofMillis(501)));
      assertThat(client.outcome(429, "<html>", "60"))
          .isEqualTo(new SendOutcome.TooFast(Duration.ofMillis(60_001)));
      assertThat(client.outcome(429, "<html>", "Wed, 21 Oct 2026 07:28:00 GMT"))
          .isEqualTo(new SendOutcome.TooFast(Duration.ofMillis(5_001)));
    }
  }

  private static String json(int status, String body) {
    // No answer without content may name its length, and no other may not.
    return "HTTP/1.1 %d Some\r\n%s\r\n%s"
        .formatted(
            status, status == 204 ? "" : "Content-Length: %d\r\n".formatted(body.length()), body);
  }

  private SendOutcome post() {
    try (var client = client()) {
      return post(client);
    }
  }

  private static SendOutcome post(DiscordClient client) {
    return client
        .post("token", COMMAND, Marks.unheard(), System.nanoTime() + 1_000_000_000L)
        .join();
  }

  private HttpDiscordClient client() {
    return new HttpDiscordClient(address());
  }

  private String address() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  /// Answers one request after the other so, over all connections; an empty answer cuts its
  /// connection, and so does one that is not whole. The last answer is repeated.
  private void serve(String... answers) {
    serve(Integer.MAX_VALUE, answers);
  }

  private void serveOncePerConnection(String answer) {
    serve(1, answer);
  }

  private void serve(int perConnection, String... answers) {
    Thread.ofVirtual()
        .start(
            () -> {
              while (!server.isClosed()) {
                try {
                  var connection = server.accept();
                  Thread.ofVirtual().start(() -> answer(connection, perConnection, answers));
                } catch (IOException closed) {
                  return;
                }
              }
            });
  }

  private void answer(Socket connection, int perConnection, String... answers) {
    try (connection) {
      for (int i = 0; i < perConnection && readRequest(connection); i++) {
        int number = requests.getAndIncrement();
        var answer = answers[Math.min(number, answers.length - 1)];
        if (answer.equals(RESET)) {
          connection.setSoLinger(true, 0);
          return;
        }
        connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        if (!answer.contains("\r\n\r\n")) {
          return;
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } finally {
      closed.incrementAndGet();
    }
  }

  private boolean readRequest(Socket connection) throws IOException {
    var head = new StringBuilder();
    var in = connection.getInputStream();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return false;
      }
      head.append((char) next);
    }
    var length =
        head.toString()
            .lines()
            .filter(line -> line.regionMatches(true, 0, "content-length:", 0, 15))
            .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
            .findFirst()
            .orElse(0);
    var bytes = in.readNBytes(length);
    if (bytes.length < length) {
      return false; // no request: it promises a body and has none
    }
    var body = new String(bytes, StandardCharsets.UTF_8);
    received.add(new Received(head.toString(), JsonMapper.shared().readTree(body)));
    return true;
  }
}
