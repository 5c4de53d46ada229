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
  void whatDiscordDoesNotSayNowIsNotAnswered() {
    reactionStatus = 503;

    assertThatThrownBy(() -> seeds(true).find(QUESTION)).isInstanceOf(IOException.class);
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
            false);
    var view = new DirectoryView(() -> new Directory(true, Map.of(ACCOUNT, entry), Map.of()));
    view.refresh();
    return view;
  }

  private Seeds seeds(boolean linked) {
    return new Seeds(client, directory(linked), SEALER, Duration.ofMillis(1));
  }

  private void answer(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getRawPath();
    requests.add(
        "%s %s %s"
            .formatted(
                exchange.getRequestMethod(),
                path,
                exchange.getRequestHeaders().getFirst("Authorization")));
    if (exchange.getRequestMethod().equals("PUT")) {
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
