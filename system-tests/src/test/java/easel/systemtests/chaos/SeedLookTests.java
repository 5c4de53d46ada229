package easel.systemtests.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import easel.systemtests.EaselClient;
import easel.systemtests.promise.History;
import easel.systemtests.promise.RightSeed;
import easel.systemtests.promise.SeedAsked;
import easel.systemtests.promise.SeedTold;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SeedLookTests {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String TOLD = "{\"code\":1,\"description\":\"Success.\",\"result\":\"7\"}";
  private static final String REFUSED =
      "{\"code\":4,\"description\":\"Midjourney did not tell.\",\"result\":\"\"}";

  private final ExecutorService hands = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicBoolean givenUp = new AtomicBoolean();
  private final FaultLog log = new FaultLog();
  private final History history = new History();
  private final SeedLook look = new SeedLook(history, log);
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile int status = 200;
  private volatile String answer = TOLD;
  private HttpServer server;
  private PatientClient client;

  @BeforeEach
  void anEasel() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            asked.add(
                exchange.getRequestURI()
                    + " "
                    + exchange.getRequestHeaders().getFirst("mj-api-secret"));
            var body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
    var api =
        new EaselClient(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "key");
    client = new PatientClient(List.of(api), hands, givenUp, log);
  }

  @AfterEach
  void stop() {
    givenUp.set(true);
    server.stop(0);
    hands.shutdownNow();
  }

  @Test
  void aSeedIsAskedForOnceAsTheCustomerWhoseTaskItIs() {
    ask();
    look.again(PATIENCE);

    assertThat(asked).containsExactly("/mj/task/0199/image-seed key");
    assertThat(history.seedsTold()).extracting(SeedTold::seed).containsExactly("7");
    assertThat(new RightSeed().brokenBy(history)).isEmpty();
  }

  @Test
  void aRefusedOneIsAskedForAgainInTheEnd() {
    answer = REFUSED;
    ask();
    await().until(look::isDone);
    assertThat(new RightSeed().brokenBy(history))
        .containsExactly("tag00007: its seed was never told: code 4, Midjourney did not tell.");

    answer = TOLD;
    look.again(PATIENCE);

    assertThat(history.seedsTold()).extracting(SeedTold::seed).containsExactly("", "7");
    assertThat(new RightSeed().brokenBy(history)).isEmpty();
  }

  @Test
  void whereNoWorkerAnswersItIsAskedForUntilOneDoes() {
    status = 503;
    ask();
    await().until(() -> asked.size() > 1);
    assertThat(look.isDone()).isFalse();

    status = 200;
    look.again(PATIENCE);

    assertThat(history.seedsTold()).extracting(SeedTold::seed).contains("7").doesNotContain("");
    assertThat(log.wrongAnswers()).isEmpty();
  }

  @Test
  void anAnswerThatTheContractDoesNotHaveIsSeen() {
    status = 404;

    ask();
    await().until(look::isDone);

    assertThat(log.wrongAnswers()).hasSize(1);
    assertThat(history.seedsTold()).isEmpty();
  }

  private void ask() {
    look.ask(new SeedAsked("tag00007", "7", 42), client, "0199");
  }
}
