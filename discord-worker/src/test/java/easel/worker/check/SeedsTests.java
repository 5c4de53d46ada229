package easel.worker.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import easel.common.crypto.SealedFor;
import easel.common.crypto.Sealer;
import easel.common.directory.AccountEntry;
import easel.common.directory.Directory;
import easel.common.id.AccountId;
import easel.common.id.PoolId;
import easel.common.message.DiscordMessage;
import easel.common.message.SeedQuestion;
import easel.common.message.SeedQuestion.Seed;
import easel.worker.account.DirectoryView;
import easel.worker.send.HttpDiscordClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The seed of a picture is what Midjourney writes to its account, and to nobody else.
class SeedsTests {
  private static final Sealer SEALER = Sealer.of(Sealer.newKeyset());
  private static final AccountId ACCOUNT = new AccountId(42);
  private static final String JOB = "9d1c0c1a-25c4-4a3f-9d39-a1f1a2d5e001";
  private static final SeedQuestion QUESTION =
      new SeedQuestion(ACCOUNT, new DiscordMessage("900", "500", "1", 0), JOB);
  private static final String TOLD =
      """
      [{"author":{"id":"1300"},"content":"**Job ID**: %1$s **seed** 1"},
       {"author":{"id":"936929561302675456"},"content":"**a hare**\\n**Job ID**: 0\\n**seed** 2"},
       {"author":{"id":"936929561302675456"},"content":"**a fox**\\n**Job ID**: %1$s\\n**seed** 4711"}]
      """
          .formatted(JOB);

  private final HttpServer server;
  private final HttpDiscordClient client;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private String messages = "[]";
  private String afterwards = TOLD;
  private int reactionStatus = 204;
  private String failing = "none";
  private int failingStatus;

  /// Which of those requests fails first.
  private int failingFrom = 1;

  SeedsTests() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/", this::answer);
    client =
        new HttpDiscordClient("http://127.0.0.1:%d/api".formatted(server.getAddress().getPort()));
  }

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  @Test
  void anEnvelopeIsPutOnThePictureAndTheAnswerIsRead() throws Exception {
    assertThat(seeds(true).find(QUESTION)).isEqualTo(new Seed("4711", null));
    assertThat(requests)
        .containsOnlyOnce(
            "PUT /api/channels/500/messages/900/reactions/%E2%9C%89%EF%B8%8F/@me token");
  }

  @Test
  void whatWasToldBeforeIsFoundWithoutAnotherEnvelope() throws Exception {
    messages = TOLD;

    assertThat(seeds(true).find(QUESTION)).isEqualTo(new Seed("4711", null));
    assertThat(requests).noneMatch(request -> request.startsWith("PUT"));
  }

  @Test
  void whereNobodyTellsThatIsSaid() throws Exception {
    afterwards = "[]";

    assertThat(seeds(true).find(QUESTION).problem()).contains("did not tell");
    reactionStatus = 403;
    assertThat(seeds(true).find(QUESTION).problem()).contains("403");
    assertThat(seeds(false).find(QUESTION).problem()).contains("not linked");
  }

  @Test
  void anAccountThatIsNotKnownYetIsNotSaidToBeUnlinked() {
    var view = new DirectoryView(() -> Directory.UNKNOWN);
    view.refresh();

    assertThatThrownBy(() -> new Seeds(client, view, SEALER, Duration.ofMillis(1)).find(QUESTION))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not known yet");
    assertThat(requests).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "PUT /api/channels/500/messages/900/, 429",
    "PUT /api/channels/500/messages/900/, 503",
    "GET /api/users/@me/channels, 401",
    "GET /api/users/@me/channels, 429",
    "GET /api/channels/77/messages, 401",
    "GET /api/channels/77/messages, 429",
    "GET /api/channels/77/messages, 503",
  })
  void whatDiscordDoesNotSayNowIsNotAnswered(String request, int status) {
    failing = request;
    failingStatus = status;

    assertThatThrownBy(() -> seeds(true).find(QUESTION))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(String.valueOf(status));
    assertThat(requests).filteredOn(asked -> asked.startsWith(request)).hasSize(1);
  }

  @Test
  void whatDiscordDoesNotSayAfterTheEnvelopeIsNotAnsweredEither() {
    afterwards = "[]";
    failing = "GET /api/channels/77/messages";
    failingStatus = 503;
    failingFrom = 3;

    assertThatThrownBy(() -> seeds(true).find(QUESTION)).isInstanceOf(IOException.class);
    assertThat(requests).filteredOn(asked -> asked.startsWith(failing)).hasSize(3);
  }

  private static DirectoryView directory(boolean linked) {
    var entry =
        new AccountEntry(
            ACCOUNT,
            PoolId.SHARED,
            "1300",
            "1",
            "10",
            3,
            true,
            linked,
            SEALER.seal("token", SealedFor.userToken(ACCOUNT)),
            null,
            false,
            null);
    var view = new DirectoryView(() -> new Directory(true, Map.of(ACCOUNT, entry), Map.of()));
    view.refresh();
    return view;
  }

  private Seeds seeds(boolean linked) {
    return new Seeds(client, directory(linked), SEALER, Duration.ofMillis(1));
  }

  private boolean fails() {
    return requests.getLast().startsWith(failing)
        && requests.stream().filter(asked -> asked.startsWith(failing)).count() >= failingFrom;
  }

  private void answer(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getRawPath();
    requests.add(
        "%s %s %s"
            .formatted(
                exchange.getRequestMethod(),
                path,
                exchange.getRequestHeaders().getFirst("Authorization")));
    if (fails()) {
      exchange.sendResponseHeaders(failingStatus, -1);
    } else if (exchange.getRequestMethod().equals("PUT")) {
      messages = reactionStatus == 204 ? afterwards : messages;
      exchange.sendResponseHeaders(reactionStatus, -1);
    } else {
      var body =
          path.endsWith("/users/@me/channels")
              ? "[{\"id\":\"77\",\"recipients\":[{\"id\":\"936929561302675456\"}]}]"
              : messages;
      var bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }
}
