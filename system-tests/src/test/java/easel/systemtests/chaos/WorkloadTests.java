package easel.systemtests.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import easel.systemtests.EaselClient;
import easel.systemtests.promise.History;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkloadTests {
  private static final int FIRST_ONES = 12;
  private static final List<String> CUSTOMERS = List.of("one", "two");

  private final ExecutorService hands = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger runs = new AtomicInteger();
  private final Map<String, List<Request>> requests = new ConcurrentHashMap<>();
  private HttpServer server;

  /// @param job its Idempotency-Key
  private record Request(String job, String call, String body) {}

  @BeforeEach
  void anEaselThatAcceptsEverything() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(hands);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            var headers = exchange.getRequestHeaders();
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (exchange.getRequestMethod().equals("POST")) {
              requests
                  .computeIfAbsent(
                      String.valueOf(headers.getFirst("Authorization")),
                      _ -> new CopyOnWriteArrayList<>())
                  .add(
                      new Request(
                          String.valueOf(headers.getFirst("Idempotency-Key")),
                          exchange.getRequestURI().getPath(),
                          body));
            }
            var answer =
                "{\"messageId\":\"%d\",\"queue\":\"own\"}"
                    .formatted(accepted.incrementAndGet())
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    hands.shutdownNow();
  }

  @Test
  void theSameSeedSubmitsTheSameForTheSameCustomers() {
    assertThat(run(7, null)).isEqualTo(run(7, null)).isNotEqualTo(run(8, null));
  }

  @Test
  void withoutTheMixAllAreImaginesThatSayNothingBesideTheirPrompt() {
    assertThat(run(7, null).values())
        .allSatisfy(
            all ->
                assertThat(all)
                    .allMatch(request -> request.call().equals("/api/v1/midjourney/imagine"))
                    .allMatch(request -> request.body().matches("\\{\"prompt\":\"[^\"]*\"}")));
  }

  @Test
  void theMixChangesWhatIsAskedForAndNotByWhom() {
    var plain = run(7, null);
    var mixed = run(7, new Mix(7, "http://127.0.0.1:1/", Ears.NONE));

    for (var customer : plain.keySet()) {
      assertThat(jobs(mixed, customer)).isEqualTo(jobs(plain, customer));
    }
    assertThat(mixed.values().stream().flatMap(List::stream).map(Request::call))
        .contains("/api/v1/midjourney/imagine")
        .anyMatch(call -> !call.endsWith("imagine"));
  }

  private static List<String> jobs(Map<String, List<Request>> run, String customer) {
    return run.getOrDefault(customer, List.of()).stream().map(Request::job).toList();
  }

  /// The first requests of each customer.
  private Map<String, List<Request>> run(long seed, @Nullable Mix mix) {
    // What an earlier run still asks for must not count.
    var number = runs.incrementAndGet();
    var log = new FaultLog();
    var givenUp = new AtomicBoolean();
    try (var clock = Executors.newSingleThreadScheduledExecutor()) {
      var workload = new Workload(seed, mix, clock, log);
      workload.begin(
          CUSTOMERS.stream().map(name -> customer(name + number, mix, givenUp, log)).toList(), 100);
      await()
          .until(
              () ->
                  CUSTOMERS.stream()
                      .allMatch(name -> requests(name + number).size() >= FIRST_ONES));
      workload.stop();
      clock.shutdownNow();
    }
    givenUp.set(true);
    assertThat(log.troubles()).isEmpty();
    return CUSTOMERS.stream()
        .collect(
            Collectors.toMap(
                name -> name, name -> List.copyOf(requests(name + number).subList(0, FIRST_ONES))));
  }

  private List<Request> requests(String key) {
    return requests.getOrDefault("Bearer " + key, List.of());
  }

  private Customer customer(String key, @Nullable Mix mix, AtomicBoolean givenUp, FaultLog log) {
    var history = new History();
    var instances =
        List.of(
            new EaselClient(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), key));
    var client = new PatientClient(instances, hands, givenUp, log);
    var habits = new Habits(new FirstDialect(), true, Habits.Webhook.NONE, mix);
    return new Customer(
        client,
        instances,
        Map.of(),
        history,
        new Names(),
        log,
        true,
        habits,
        new PictureLook(client, 1, history, log),
        new SeedLook(history, log),
        (_, _) -> {});
  }
}
