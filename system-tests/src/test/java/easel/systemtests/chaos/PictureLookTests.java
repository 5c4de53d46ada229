package easel.systemtests.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import easel.systemtests.Digest;
import easel.systemtests.EaselClient;
import easel.systemtests.promise.Fetched;
import easel.systemtests.promise.History;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PictureLookTests {
  private static final byte[] PICTURE = {1, 2, 3};
  private static final String URI_TOLD = "http://localhost:1/pictures/abc";
  private static final String LINK = "http://discord/a.png?ex=ffffffff&is=1&hm=1&";

  private final ExecutorService hands = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicBoolean givenUp = new AtomicBoolean();
  private final FaultLog log = new FaultLog();
  private final History history = new History();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile int status = 200;
  private volatile String freshness = "public, max-age=31536000, immutable";
  private HttpServer server;
  private PictureLook look;

  @BeforeEach
  void anEasel() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            asked.add(
                exchange.getRequestURI() + " " + exchange.getRequestHeaders().get("Authorization"));
            exchange.getResponseHeaders().add("Cache-Control", freshness);
            exchange.sendResponseHeaders(status, PICTURE.length);
            exchange.getResponseBody().write(PICTURE);
          }
        });
    server.start();
    var api =
        new EaselClient(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "key");
    look =
        new PictureLook(new PatientClient(List.of(api, api), hands, givenUp, log), 2, history, log);
  }

  @AfterEach
  void stop() {
    givenUp.set(true);
    server.stop(0);
    hands.shutdownNow();
  }

  @Test
  void aPictureIsLookedAtWithoutAKeyAndAgainAtEachInstance() {
    fetch();
    look.awaitKept(Duration.ofSeconds(10));
    look.again();

    var digest = Digest.of(PICTURE);
    assertThat(history.fetched())
        .extracting(Fetched::tag, Fetched::status, Fetched::digest, Fetched::linkWasDead)
        .containsExactly(
            tuple("tag00001", 200, digest, false),
            tuple("tag00001", 200, digest, true),
            tuple("tag00001", 200, digest, true));
    assertThat(asked).containsOnly("/pictures/abc null");
  }

  @Test
  void aPartOfAPictureIsLookedAtAtItsOwnAddress() {
    look.at("tag00001", new Part(2, 64), URI_TOLD + "/2?width=64", LINK);
    await().until(look::isDone);
    look.awaitKept(Duration.ofSeconds(10));
    look.again();

    assertThat(history.fetched())
        .hasSize(3)
        .extracting(Fetched::tag, Fetched::part, Fetched::status)
        .containsOnly(tuple("tag00001", "/2?width=64", 200));
    assertThat(asked).containsOnly("/pictures/abc/2?width=64 null");
  }

  @Test
  void aLostPictureIsTold() {
    status = 410;

    fetch();
    look.awaitKept(Duration.ofSeconds(10));
    look.again();

    assertThat(history.fetched()).hasSize(3).allMatch(fetched -> fetched.status() == 410);
  }

  @Test
  void onePictureThatIsNeverKeptCountsAsNotGiven() {
    freshness = "public, max-age=60";

    fetch();
    look.awaitKept(Duration.ZERO);
    look.again();

    assertThat(history.fetched()).extracting(Fetched::status).containsExactly(200, 0);
  }

  @Test
  void whenALinkIsDeadIsReadOffIt() {
    assertThat(PictureLook.isDead("http://discord/a.png?ex=64&is=1", Instant.ofEpochSecond(100)))
        .isFalse();
    assertThat(PictureLook.isDead("http://discord/a.png?ex=64&is=1", Instant.ofEpochSecond(101)))
        .isTrue();
    assertThat(PictureLook.isDead("", Instant.ofEpochSecond(101))).isFalse();
  }

  @Test
  void aGivenPictureIsServedAsItsDigestSays() {
    try (var gallery = new Gallery()) {
      var given = new Given("tag00001-2.jpg");
      var client = new EaselClient(URI.create(gallery.address().replaceFirst("/$", "")), "key");

      assertThat(client.picture(gallery.address() + given.name()).body().asString())
          .isEqualTo(given.digest())
          .isEqualTo(new Given("tag00001-2.jpg").digest())
          .isNotEqualTo(new Given("tag00001-1.png").digest());
      assertThat(given.content()).startsWith(0xFF, 0xD8, 0xFF);
      assertThat(new Given("tag00001.png").content()).startsWith(0x89, 'P', 'N', 'G');
    }
  }

  private void fetch() {
    look.at("tag00001", Part.WHOLE, URI_TOLD, LINK);
    await().until(look::isDone);
  }
}
