package easel.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.ThreadLocalRandom;

/// An answer that goes on: server-sent events, as the HTML standard says. Each is written at once.
public final class EventStream {
  // Readers that are sent away together come back one after another.
  private static final int SOONEST_MILLIS = 500;
  private static final int LATEST_MILLIS = 3_000;

  private final OutputStream out;

  private EventStream(OutputStream out) {
    this.out = out;
  }

  /// Begins to answer: from here on no error can be answered any more.
  public static EventStream open(HttpServletResponse response) throws IOException {
    response.setContentType("text/event-stream;charset=UTF-8");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Accel-Buffering", "no"); // nginx would keep events back
    var stream = new EventStream(response.getOutputStream());
    stream.write(
        "retry: " + ThreadLocalRandom.current().nextInt(SOONEST_MILLIS, LATEST_MILLIS) + "\n\n");
    return stream;
  }

  /// Sends an event.
  ///
  /// @param json on one line
  public void send(long id, String json) throws IOException {
    write("id: " + id + "\ndata: " + json + "\n\n");
  }

  /// Lets the reader know where it is, without an event.
  public void note(long id) throws IOException {
    write("id: " + id + "\n\n");
  }

  /// Shows the reader, and whoever is in between, that the stream lives.
  public void heartbeat() throws IOException {
    write(": heartbeat\n\n");
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(UTF_8));
    out.flush();
  }
}
