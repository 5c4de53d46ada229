package easel.api.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import easel.api.outbound.OutboundResult.Answered;
import easel.api.outbound.OutboundResult.Failed;
import easel.api.outbound.OutboundResult.Refused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whoever listens here does so on the loopback, and only 127.0.0.1 is allowed: what must not be
/// called is 127.0.0.2, where a canary listens, or an address that nothing must ever be sent to.
class OutboundClientTests {
  private static final Duration DEADLINE = Duration.ofSeconds(2);
  private static final Duration READ = Duration.ofMillis(500);

  /// For what is to be answered, however busy the machine is.
  private static final Duration LONG = Duration.ofSeconds(30);

  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<String> lookedUp = new ArrayList<>();
  private final Map<String, List<List<InetAddress>>> names = new HashMap<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final OutboundClient client =
      client("127.0.0.1", DefaultClientTlsStrategy.createDefault());

  @AfterEach
  void close() throws Exception {
    ended.countDown();
    for (var it : open) {
      it.close();
    }
  }

  @Test
  void aNameIsLookedUpOnceAndIsWhatTheReceiverReads() throws Exception {
    var heads = new LinkedBlockingQueue<String>();
    var receiver =
        listen(
            "127.0.0.1",
            connection -> {
              heads.add(Listener.readHead(connection));
              Listener.answer(connection, "200 OK\r\nContent-Type: text/plain", "fine");
            });
    name("hooks.test", "127.0.0.1");

    var result =
        (Answered) client.exchange(OutboundRequest.get(url("hooks.test", receiver), DEADLINE, 10));

    assertThat(result.status()).isEqualTo(200);
    assertThat(result.contentType()).isEqualTo("text/plain");
    assertThat(result.body()).asString().isEqualTo("fine");
    assertThat(lookedUp).containsExactly("hooks.test");
    assertThat(heads.poll(1, TimeUnit.SECONDS))
        .startsWith("GET /path?query HTTP/1.1\r\n")
        .contains("Host: hooks.test:" + receiver.port())
        .doesNotContain("Accept-Encoding", "Upgrade");
  }

  @Test
  void aPostBringsItsBodyAndHeaders() throws Exception {
    var heads = new LinkedBlockingQueue<String>();
    var bodies = new LinkedBlockingQueue<String>();
    var receiver =
        listen(
            "127.0.0.1",
            connection -> {
              heads.add(Listener.readHead(connection));
              bodies.add(
                  new String(connection.getInputStream().readNBytes(4), StandardCharsets.UTF_8));
              connection
                  .getOutputStream()
                  .write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            });
    var request =
        OutboundRequest.post(
            url("127.0.0.1", receiver),
            Map.of("webhook-id", "1", "Content-Type", "application/json"),
            "true".getBytes(StandardCharsets.UTF_8),
            DEADLINE);
    assertThat(((Answered) client.exchange(request)).status()).isEqualTo(204);
    assertThat(bodies.poll(1, TimeUnit.SECONDS)).isEqualTo("true");
    assertThat(heads.poll(1, TimeUnit.SECONDS))
        .contains("webhook-id: 1\r\n", "Content-Type: application/json\r\n", "Content-Length: 4");
  }

  @Test
  void anAddressThatIsNotAllowedIsNeverConnectedTo() {
    var canary = listen("127.0.0.2", Listener.answering("200 OK", ""));
    assertThat(get(url("127.0.0.2", canary)))
        .isInstanceOfSatisfying(Refused.class, it -> assertThat(it.lasting()).isTrue());
    name("hooks.test", "127.0.0.2");
    assertThat(get(url("hooks.test", canary)))
        .isInstanceOfSatisfying(Refused.class, it -> assertThat(it.lasting()).isFalse());
    assertThat(canary.connections()).isZero();
  }

  @Test
  void oneForbiddenAddressAmongOthersIsEnough() {
    var receiver = listen("127.0.0.1", Listener.answering("200 OK", ""));
    names.put("hooks.test", List.of(addresses("127.0.0.1", "10.0.0.1")));
    assertThat(get(url("hooks.test", receiver))).isInstanceOf(Refused.class);
    assertThat(receiver.connections()).isZero();
  }

  @Test
  void aNameThatTurnsPrivateAtTheSecondLookUpIsRefusedThen() {
    var receiver = listen("127.0.0.1", Listener.answering("200 OK", ""));
    names.put(
        "hooks.test",
        List.of(addresses("127.0.0.1"), addresses("10.0.0.1"), addresses("10.0.0.1")));

    assertThat(get(url("hooks.test", receiver))).isInstanceOf(Answered.class);
    assertThat(get(url("hooks.test", receiver))).isInstanceOf(Refused.class);

    assertThat(receiver.connections()).isEqualTo(1);
    assertThat(lookedUp).hasSize(2);
  }

  @Test
  void redirectsAreAnswers() {
    var canary = listen("127.0.0.1", Listener.answering("200 OK", ""));
    var receiver =
        listen(
            "127.0.0.1",
            Listener.answering(
                "302 Found\r\nLocation: http://127.0.0.1:" + canary.port() + "/", ""));
    assertThat(get(url("127.0.0.1", receiver)))
        .isInstanceOfSatisfying(Answered.class, it -> assertThat(it.status()).isEqualTo(302));
    assertThat(canary.connections()).isZero();
  }

  @Test
  void noConnectionServesTwoRequests() {
    var receiver = listen("127.0.0.1", Listener.answering("200 OK", ""));
    get(url("127.0.0.1", receiver));
    get(url("127.0.0.1", receiver));
    assertThat(receiver.connections()).isEqualTo(2);
  }

  @Test
  void aReceiverThatHangsIsLeftInTime() {
    var receiver = listen("127.0.0.1", _ -> ended.await());
    assertThat(get(url("127.0.0.1", receiver)))
        .isEqualTo(new Failed("Nothing was heard for 500 ms."));
  }

  @Test
  void aReceiverThatDripsIsLeftAtTheDeadline() {
    var receiver =
        listen(
            "127.0.0.1",
            connection -> {
              var out = connection.getOutputStream();
              out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.US_ASCII));
              while (!ended.await(50, TimeUnit.MILLISECONDS)) {
                out.write('x');
                out.flush();
              }
            });
    var began = System.nanoTime();
    assertThat(get(url("127.0.0.1", receiver)))
        .isEqualTo(new Failed("No whole answer within 2 s."));
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
  }

  @Test
  void anEndlessBodyIsNotRead() {
    var receiver =
        listen(
            "127.0.0.1",
            connection -> {
              Listener.readHead(connection);
              var out = connection.getOutputStream();
              out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
              while (ended.getCount() > 0) {
                out.write(new byte[10_000]);
              }
            });
    assertThat(client.exchange(OutboundRequest.get(url("127.0.0.1", receiver), DEADLINE, 0)))
        .isInstanceOf(Answered.class);
    assertThat(client.exchange(OutboundRequest.get(url("127.0.0.1", receiver), DEADLINE, 50_000)))
        .isEqualTo(new Failed("The answer exceeds 50000 bytes."));
  }

  @Test
  void anEndlessHeadIsNotRead() {
    var receiver =
        listen(
            "127.0.0.1",
            connection -> {
              Listener.readHead(connection);
              var out = connection.getOutputStream();
              out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.US_ASCII));
              while (ended.getCount() > 0) {
                out.write(new byte[10_000]);
              }
            });
    assertThat(get(url("127.0.0.1", receiver)))
        .isEqualTo(new Failed("The head of the answer is too large."));
  }

  @Test
  void aConnectionThatIsClosedOrRefusedIsSaidToBe() throws IOException {
    var receiver = listen("127.0.0.1", Listener::readHead);
    assertThat(get(url("127.0.0.1", receiver)))
        .isEqualTo(new Failed("The connection was closed without an answer."));
    int free;
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      free = socket.getLocalPort();
    }
    assertThat(get(OutboundUrl.of("http://127.0.0.1:" + free)))
        .isEqualTo(new Failed("The connection was refused."));
  }

  @Test
  void aNameWithoutAnAddressFailsAndMayBeTriedAgain() {
    assertThat(get(OutboundUrl.of("http://unknown.test")))
        .isEqualTo(new Failed("The host name did not resolve."));
  }

  @Test
  void aLookUpThatHangsIsLeftInTime() {
    var hanging =
        new OutboundClient(
            _ -> {
              awaitEnd();
              return List.of();
            },
            Allowed.besidesPublic(""),
            properties(),
            DefaultClientTlsStrategy.createDefault());
    open.add(hanging);
    var request = OutboundRequest.get(OutboundUrl.of("http://hooks.test"), DEADLINE, 0);
    assertThat(hanging.exchange(request))
        .isEqualTo(new Failed("The host name was not resolved in time."));
  }

  @Test
  void anAddressOfIpv6IsCalledLikeAnother() {
    Listener receiver;
    try {
      receiver = listen("::1", Listener.answering("200 OK", ""));
    } catch (UncheckedIOException none) {
      assumeTrue(false, "this machine has no IPv6: " + none.getMessage());
      return;
    }
    var six = client("::1", DefaultClientTlsStrategy.createDefault());
    assertThat(six.exchange(OutboundRequest.get(url("[::1]", receiver), DEADLINE, 0)))
        .isInstanceOf(Answered.class);
    assertThat(get(url("[::1]", receiver))).isInstanceOf(Refused.class);
  }

  @Test
  void tlsChecksTheNameThoughTheAddressIsPinned(@TempDir Path folder) throws Exception {
    // given a receiver with a certificate for hooks.test alone
    var context = certificateFor("hooks.test", folder);
    var server =
        HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    open.add(() -> server.stop(0));
    var port = server.getAddress().getPort();
    var trusting = client("127.0.0.1", new DefaultClientTlsStrategy(context));
    name("hooks.test", "127.0.0.1");
    name("other.test", "127.0.0.1");

    // then it is believed by that name, not by another, and not by whoever does not trust it
    assertThat(
            trusting.exchange(
                OutboundRequest.get(OutboundUrl.of("https://hooks.test:" + port), LONG, 0)))
        .isInstanceOf(Answered.class);
    assertThat(
            trusting.exchange(
                OutboundRequest.get(OutboundUrl.of("https://other.test:" + port), LONG, 0)))
        .isInstanceOfSatisfying(Failed.class, it -> assertThat(it.why()).startsWith("TLS failed"));
    assertThat(get(OutboundUrl.of("https://hooks.test:" + port)))
        .isInstanceOfSatisfying(Failed.class, it -> assertThat(it.why()).startsWith("TLS failed"));
  }

  private OutboundResult get(OutboundUrl url) {
    return client.exchange(OutboundRequest.get(url, DEADLINE, 0));
  }

  private Listener listen(String address, Listener.Behaviour behaviour) {
    var listener = new Listener(address, behaviour);
    open.add(listener);
    return listener;
  }

  private OutboundClient client(String allow, TlsSocketStrategy tls) {
    var made = new OutboundClient(this::lookUp, Allowed.besidesPublic(allow), properties(), tls);
    open.add(made);
    return made;
  }

  private static OutboundProperties properties() {
    return new OutboundProperties("", READ, READ, READ);
  }

  private static OutboundUrl url(String host, Listener listener) {
    return OutboundUrl.of("http://" + host + ":" + listener.port() + "/path?query");
  }

  private void name(String host, String address) {
    names.put(host, List.of(addresses(address)));
  }

  private static List<InetAddress> addresses(String... literals) {
    return List.of(literals).stream().map(InetAddress::ofLiteral).toList();
  }

  // One answer after another; the last one for ever.
  private synchronized List<InetAddress> lookUp(String host) throws UnknownHostException {
    var answers = names.get(host);
    if (answers == null) {
      throw new UnknownHostException(host);
    }
    var before = (int) lookedUp.stream().filter(host::equals).count();
    lookedUp.add(host);
    return answers.get(Math.min(before, answers.size() - 1));
  }

  private void awaitEnd() {
    try {
      ended.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static SSLContext certificateFor(String name, Path folder) throws Exception {
    var file = folder.resolve("keys.p12");
    var password = "changeit";
    var keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "receiver",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=dns:" + name,
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                password)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.txt").toFile())
            .start();
    assertThat(keytool.waitFor()).as("keytool").isZero();
    var store = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(file)) {
      store.load(in, password.toCharArray());
    }
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, password.toCharArray());
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }
}
