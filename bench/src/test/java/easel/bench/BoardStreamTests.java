package easel.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BoardStreamTests {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final PipedOutputStream server = new PipedOutputStream();

  @Test
  void whatIsAwaitedIsToldWithTheFirstEventThatHoldsIt() throws Exception {
    try (var board = new BoardStream(new PipedInputStream(server))) {
      board.await("mark 1.");
      var before = System.nanoTime();
      say("retry: 500\n\n", "event: alive\ndata: -\n\n");
      say("event: parts\ndata: <li>\ndata: mark 1.</li>\n\n");

      assertThat(board.told("mark 1.", SOON)).isBetween(before, System.nanoTime());
      assertThat(board.events()).isEqualTo(2);
    }
  }

  @Test
  void whatIsNotToldInTimeIsMissed() throws Exception {
    try (var board = new BoardStream(new PipedInputStream(server))) {
      board.await("mark 1.");
      say("event: parts\ndata: mark 11.\n\n");

      assertThatIllegalStateException()
          .isThrownBy(() -> board.told("mark 1.", Duration.ofMillis(50)))
          .withMessageContaining("mark 1.");
    }
  }

  @Test
  void aStreamThatEndsTellsNothingAnyMore() throws Exception {
    try (var board = new BoardStream(new PipedInputStream(server))) {
      board.await("mark 1.");
      server.close();

      assertThatIllegalStateException()
          .isThrownBy(() -> board.told("mark 1.", SOON))
          .withStackTraceContaining("has ended");
    }
  }

  private void say(String... texts) throws IOException {
    for (var text : texts) {
      server.write(text.getBytes(UTF_8));
    }
    server.flush();
  }
}
