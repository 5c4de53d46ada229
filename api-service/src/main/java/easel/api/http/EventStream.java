package easel.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import easel.api.outage.Outage;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An answer that goes on: server-sent events, as the HTML standard says. Each is written at once.
public final class EventStream {
  /// What a stream tells, until it returns.
  @FunctionalInterface
  public interface Telling {
    void to(EventStream stream) throws IOException, InterruptedException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
  // Readers that are sent away together come back one after another.
  private static final int SOONEST_MILLIS = 500;
  private static final int LATEST_MILLIS = 3_000;

  private final OutputStream out;

  private EventStream(OutputStream out) {
    this.out = out;
  }

  /// Answers a request with a stream. Once it has begun nothing but its end can say that something
  /// went wrong: the reader comes back and resumes.
  public static void answer(
      HttpServletRequest request, HttpServletResponse response, Telling telling) {
    try {
      var stream = open(response);
      if (!request.getMethod().equals("HEAD")) {
        telling.to(stream);
      }
    } catch (IOException _) {
      // the reader is gone
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException failed) {
      if (Outage.of(failed) == null && !Outage.isBusy(failed)) {
        LOG.atError()
            .addKeyValue("path", request.getRequestURI())
            .setCause(failed)
            .log("Stream ended by a mistake of ours");
      }
    }
  }

  /// Begins to answer: from here on no error can be answered any more.
  private static EventStream open(HttpServletResponse response) throws IOException {
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

  /// Sends an event of any number of lines.
  ///
  /// @param event what it is called
  public void send(String event, String text) throws IOException {
    var lines = new StringBuilder("event: ").append(event).append('\n');
    text.lines().forEach(line -> lines.append("data: ").append(line).append('\n'));
    write(lines.append('\n').toString());
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
