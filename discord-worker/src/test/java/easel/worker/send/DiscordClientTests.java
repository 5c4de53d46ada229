package easel.worker.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A POST reaches Discord at most once, and its outcome never says more than is certain (P2).
class DiscordClientTests {
  private static final Interaction COMMAND =
      new Interaction.Imagine("1", 2, new MidjourneyCommand("3", "4", "imagine"), "a prompt");

  private final AtomicInteger requests = new AtomicInteger();
  private final ServerSocket server;

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
      var outcome = client.post("token", COMMAND, System.nanoTime() - 1).join();

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
          404 | {"code":10003}                                           | ChannelGone
          400 | {"code":50035,"errors":"COMPONENT_VALIDATION_FAILED"}    | Invalid
          400 | {"errors":"INTERACTION_APPLICATION_COMMAND_INVALID_VERSION"} | StaleCommand
          429 | {"retry_after":0.5}                                      | TooFast
          500 | <html>                                                   | InDoubt
          502 |                                                          | InDoubt
          """)
  void anAnswerHasItsOutcome(int status, String body, String outcome) {
    try (var client = client()) {
      assertThat(client.outcome(status, body == null ? "" : body).getClass().getSimpleName())
          .isEqualTo(outcome);
    }
  }

  @Test
  void tooFastSaysHowLongToWait() {
    try (var client = client()) {
      assertThat(client.outcome(429, "{\"retry_after\":0.5}"))
          .isEqualTo(new SendOutcome.TooFast(Duration.ofMillis(501)));
    }
  }

  private SendOutcome post() {
    try (var client = client()) {
      return post(client);
    }
  }

  private static SendOutcome post(DiscordClient client) {
    return client.post("token", COMMAND, System.nanoTime() + 1_000_000_000L).join();
  }

  private DiscordClient client() {
    return new DiscordClient("http://127.0.0.1:" + server.getLocalPort());
  }

  /// Answers one request after the other so, on each connection; an empty answer cuts it. The last
  /// answer is repeated.
  private void serve(String... answers) {
    Thread.ofVirtual()
        .start(
            () -> {
              while (!server.isClosed()) {
                try {
                  var connection = server.accept();
                  Thread.ofVirtual().start(() -> answer(connection, answers));
                } catch (IOException closed) {
                  return;
                }
              }
            });
  }

  private void answer(Socket connection, String... answers) {
    try (connection) {
      while (readRequest(connection)) {
        int number = requests.getAndIncrement();
        var answer = answers[Math.min(number, answers.length - 1)];
        if (answer.isEmpty()) {
          return;
        }
        connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static boolean readRequest(Socket connection) throws IOException {
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
    in.readNBytes(length);
    return true;
  }
}
