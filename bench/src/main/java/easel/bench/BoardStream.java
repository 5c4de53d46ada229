package easel.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/// An open board as a browser has it: loaded, and hearing what changes.
final class BoardStream implements AutoCloseable {
  private static final Pattern EVENTS = Pattern.compile("data-events=\"([^\"]+)\"");

  private final InputStream stream;
  private final Map<String, CompletableFuture<Long>> awaited = new ConcurrentHashMap<>();
  private final AtomicLong events = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  BoardStream(InputStream stream) {
    this.stream = stream;
    Thread.ofPlatform().name("board-stream").daemon().start(this::read);
  }

  static BoardStream open(Visitor visitor) throws IOException, InterruptedException {
    var page = visitor.get("/board");
    var address = EVENTS.matcher(page);
    if (!address.find()) {
      throw new IllegalStateException("expected a board with a stream of events, got: " + page);
    }
    return new BoardStream(visitor.stream(address.group(1).replace("&amp;", "&")));
  }

  /// Notes from now on when this text is told first.
  void await(String text) {
    awaited.put(text, new CompletableFuture<>());
  }

  /// When the text was told.
  ///
  /// @throws IllegalStateException if that takes longer than this
  long told(String text, Duration patience) throws InterruptedException {
    var future = awaited.get(text);
    if (future == null) {
      throw new IllegalStateException("nobody awaits: " + text);
    }
    try {
      return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException late) {
      throw new IllegalStateException(
          "expected '%s' to be told within %s".formatted(text, patience), late);
    } finally {
      awaited.remove(text);
    }
  }

  long events() {
    return events.get();
  }

  long bytes() {
    return bytes.get();
  }

  private void read() {
    var ended = new IOException("the stream of events has ended");
    try (var lines = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
      var data = new StringBuilder();
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        bytes.addAndGet(line.length() + 1L);
        if (line.isEmpty()) {
          hear(data.toString());
          data.setLength(0);
        } else if (line.startsWith("data: ")) {
          data.append(line, "data: ".length(), line.length()).append('\n');
        }
      }
    } catch (IOException closed) {
      ended.addSuppressed(closed);
    }
    awaited.values().forEach(future -> future.completeExceptionally(ended));
  }

  private void hear(String html) {
    if (html.isEmpty()) {
      return;
    }
    var at = System.nanoTime();
    events.incrementAndGet();
    awaited.forEach(
        (text, future) -> {
          if (html.contains(text)) {
            future.complete(at);
          }
        });
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
