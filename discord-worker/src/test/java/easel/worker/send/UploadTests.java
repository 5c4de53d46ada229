package easel.worker.send;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Pictures reach Discord whole, under the account's token, and their slots without it.
class UploadTests {
  private static final PictureFile FOX = file("fox.png", "image/png", "the fox");
  private static final PictureFile OWL = file("owl.webp", "image/webp", "an owl");

  /// What Discord answers, whatever of a picture it is sent, and what that means.
  private static final String ANSWERS =
      """
      401 | {"code":0}          | TokenRefused
      403 | {"code":40002}      | Forbidden
      403 | {"code":50013}      | NotAllowed
      403 | {"code":50083}      | ThreadArchived
      404 | {"code":10003}      | ChannelGone
      400 | {"code":50035}      | Invalid
      429 | {"retry_after":0.5} | TooFast
      500 | <html>              | Failed
      200 | {"attachments":[]}  | Failed
      200 | <html>              | Failed
      """;

  private final List<Put> puts = new CopyOnWriteArrayList<>();
  private final List<JsonNode> asked = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private final HttpDiscordClient client;
  private final List<JsonNode> messages = new CopyOnWriteArrayList<>();
  private int messageStatus = 200;
  private String messageBody = "";
  private int slotStatus = 200;
  private String slotBody = "";
  private int putStatus = 200;

  private record Put(
      String path, String content, @Nullable String type, @Nullable String authorization) {}

  UploadTests() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/api/channels/500/attachments", this::slots);
    server.createContext("/api/channels/500/messages", this::message);
    server.createContext("/slot/", this::put);
    client = new HttpDiscordClient(address() + "/api");
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
  void eachPictureIsPutIntoItsOwnSlot() throws InterruptedException {
    var outcome = client.upload("token", 500, List.of(FOX, OWL));

    assertThat(outcome)
        .isEqualTo(
            new UploadOutcome.Uploaded(
                List.of(
                    new Attachment("fox.png", "7/fox.png"),
                    new Attachment("owl.webp", "7/owl.webp"))));
    assertThat(puts)
        .containsExactly(
            new Put("/slot/7/fox.png", "the fox", "image/png", null),
            new Put("/slot/7/owl.webp", "an owl", "image/webp", null));
    assertThat(asked.getFirst().at("/files/1/filename").asString()).isEqualTo("owl.webp");
    assertThat(asked.getFirst().at("/files/1/file_size").asInt()).isEqualTo(6);
    assertThat(asked.getFirst().at("/files/1/id").asString()).isEqualTo("1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          ANSWERS
              + """
              413 | {"code":40005} | Invalid
              """)
  void whatDiscordAnswersHasItsOutcome(int status, String body, String outcome)
      throws InterruptedException {
    slotStatus = status;
    slotBody = body;

    assertThat(client.upload("token", 500, List.of(FOX)).getClass().getSimpleName())
        .isEqualTo(outcome);
    assertThat(puts).isEmpty();
  }

  @Test
  void whatIsSharedIsPostedOnceAndHasAddressesInTheOrderOfThePictures()
      throws InterruptedException {
    // given a Discord that shows them in another order
    messageBody =
        """
        {"attachments": [{"id": "2", "filename": "owl.webp", "url": "https://cdn/2/owl.webp?ex=1"},
                         {"id": "1", "filename": "fox.png", "url": "https://cdn/1/fox.png?ex=1"}]}
        """;

    var outcome = client.share("token", 500, List.of(FOX, OWL));

    assertThat(outcome)
        .isEqualTo(
            new UploadOutcome.Shared(
                List.of("https://cdn/1/fox.png?ex=1", "https://cdn/2/owl.webp?ex=1")));
    assertThat(puts).hasSize(2);
    assertThat(messages).hasSize(1);
    var message = messages.getFirst();
    assertThat(message.path("content").asString()).isEmpty();
    assertThat(message.path("nonce").asString()).matches("\\d{17,20}");
    assertThat(message.path("attachments"))
        .isEqualTo(
            JsonMapper.shared()
                .readTree(
                    """
                    [{"id": "0", "filename": "fox.png", "uploaded_filename": "7/fox.png"},
                     {"id": "1", "filename": "owl.webp", "uploaded_filename": "7/owl.webp"}]
                    """));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          ANSWERS
              + """
              200 | {"attachments":[{"filename":"fox.png"}]}           | Failed
              200 | {"attachments":[{"filename":"owl.png","url":"u"}]} | Failed
              """)
  void whatDiscordAnswersToThePostHasItsOutcome(int status, String body, String outcome)
      throws InterruptedException {
    messageStatus = status;
    messageBody = body;

    assertThat(client.share("token", 500, List.of(FOX)).getClass().getSimpleName())
        .isEqualTo(outcome);
    assertThat(messages).hasSize(1);
  }

  @Test
  void whatCouldNotBeUploadedIsNotPosted() throws InterruptedException {
    putStatus = 413;

    assertThat(client.share("token", 500, List.of(FOX))).isInstanceOf(UploadOutcome.Invalid.class);
    assertThat(messages).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"413, Invalid", "403, Failed", "500, Failed"})
  void whatASlotAnswersHasItsOutcome(int status, String outcome) throws InterruptedException {
    putStatus = status;

    assertThat(client.upload("token", 500, List.of(FOX, OWL)).getClass().getSimpleName())
        .isEqualTo(outcome);
    assertThat(puts).hasSize(1);
  }

  @Test
  void tooFastSaysHowLongToWait() throws InterruptedException {
    slotStatus = 429;
    slotBody = "{\"retry_after\":0.5}";

    assertThat(client.upload("token", 500, List.of(FOX)))
        .isEqualTo(new UploadOutcome.TooFast(Duration.ofMillis(501)));
  }

  @Test
  void nobodyListeningIsAFailure() throws InterruptedException {
    server.stop(0);

    assertThat(client.upload("token", 500, List.of(FOX))).isInstanceOf(UploadOutcome.Failed.class);
  }

  @Test
  void aPictureThatCannotBeReadIsAFailure() throws InterruptedException {
    var unreadable =
        new PictureFile(
            "fox.png",
            "image/png",
            7,
            () -> {
              throw new IOException("gone");
            });

    assertThat(client.upload("token", 500, List.of(unreadable)))
        .isInstanceOf(UploadOutcome.Failed.class);
  }

  @Test
  void aTokenThatCannotBeSentIsRefusedWithoutBeingShown() throws InterruptedException {
    assertThat(client.upload("to\nken", 500, List.of(FOX)))
        .isEqualTo(new UploadOutcome.TokenRefused());
    assertThat(asked).isEmpty();
  }

  private static PictureFile file(String name, String type, String content) {
    var bytes = content.getBytes(StandardCharsets.UTF_8);
    return new PictureFile(name, type, bytes.length, () -> new ByteArrayInputStream(bytes));
  }

  private void slots(HttpExchange exchange) throws IOException {
    assertThat(exchange.getRequestHeaders().getFirst("Authorization")).isEqualTo("token");
    var body = JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes());
    asked.add(body);
    answer(exchange, slotStatus, slotBody.isEmpty() ? slotsFor(body) : slotBody);
  }

  private String slotsFor(JsonNode body) {
    var slots =
        body.path("files")
            .valueStream()
            .map(
                file ->
                    """
                    {"id": %1$s, "upload_url": "%2$s/slot/7/%3$s", "upload_filename": "7/%3$s"}
                    """
                        .formatted(
                            file.path("id").asString(),
                            address(),
                            file.path("filename").asString()))
            .toList();
    return "{\"attachments\":[" + String.join(",", slots) + "]}";
  }

  private void message(HttpExchange exchange) throws IOException {
    assertThat(exchange.getRequestHeaders().getFirst("Authorization")).isEqualTo("token");
    messages.add(JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes()));
    answer(exchange, messageStatus, messageBody);
  }

  private void put(HttpExchange exchange) throws IOException {
    assertThat(exchange.getRequestMethod()).isEqualTo("PUT");
    puts.add(
        new Put(
            exchange.getRequestURI().getPath(),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
            exchange.getRequestHeaders().getFirst("Content-Type"),
            exchange.getRequestHeaders().getFirst("Authorization")));
    answer(exchange, putStatus, "");
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  private String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }
}
