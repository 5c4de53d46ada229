package easel.systemtests.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import easel.systemtests.EaselClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PatientClientTests {
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicBoolean givenUp = new AtomicBoolean();
  private final FaultLog log = new FaultLog();
  private final List<String> keys = Collections.synchronizedList(new ArrayList<>());
  private final Deque<Integer> answers = new ArrayDeque<>();
  private HttpServer server;
  private PatientClient client;

  @BeforeEach
  void anInstanceThatIsDownAndOneThatIsUp() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key")));
          exchange.sendResponseHeaders(answers.removeFirst(), -1);
          exchange.close();
        });
    server.start();
    var up = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    var down = URI.create("http://127.0.0.1:1");
    client =
        new PatientClient(
            List.of(new EaselClient(down, "key"), new EaselClient(up, "key")),
            executor,
            givenUp,
            log);
  }

  @AfterEach
  void stop() {
    givenUp.set(true);
    server.stop(0);
    executor.shutdownNow();
  }

  @Test
  void whatWasNotAnsweredIsAskedOfAnotherInstanceWithTheSameKey() throws Exception {
    answer(503, 200);

    assertThat(imagine()).isEqualTo(200);
    assertThat(keys).containsExactly("tag00001", "tag00001");
    assertThat(log.wrongAnswers()).isEmpty();
  }

  @Test
  void anErrorOfTheServerIsAskedAgainAndNeverForgotten() throws Exception {
    answer(500, 200);

    assertThat(imagine()).isEqualTo(200);
    assertThat(log.wrongAnswers()).singleElement().asString().contains("answered 500");
  }

  @Test
  void aRefusalIsAnAnswer() throws Exception {
    answer(409);

    assertThat(imagine()).isEqualTo(409);
  }

  @Test
  void nobodyAsksForEver() {
    givenUp.set(true);

    assertThatThrownBy(this::imagine).hasMessageContaining("nobody answered in time");
  }

  private void answer(Integer... statuses) {
    answers.addAll(Arrays.asList(statuses));
  }

  private int imagine() throws Exception {
    return client
        .ask(0, api -> api.tryImagine(Map.of("prompt", "a fox"), "Idempotency-Key", "tag00001"))
        .get(Duration.ofSeconds(20).toMillis(), TimeUnit.MILLISECONDS)
        .status();
  }
}
