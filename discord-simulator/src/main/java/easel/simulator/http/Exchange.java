package easel.simulator.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One HTTP request, received in full, and the one answer to it.
public final class Exchange {
  private final Request request;
  private final Response response;
  private final Callback callback;
  private final String path;
  private final Fields query;
  private final byte[] body;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private boolean answered;

  Exchange(Request request, Response response, Callback callback) throws IOException {
    this.request = request;
    this.response = response;
    this.callback = callback;
    this.path = Request.getPathInContext(request);
    this.query = Request.extractQueryParameters(request);
    this.body = bytes(Content.Source.asByteBuffer(request));
  }

  private static byte[] bytes(ByteBuffer buffer) {
    var bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  public String method() {
    return request.getMethod();
  }

  public String path() {
    return path;
  }

  public @Nullable String query(String name) {
    return query.getValue(name);
  }

  public String query(String name, String otherwise) {
    var value = query.getValue(name);
    return value == null ? otherwise : value;
  }

  public @Nullable String header(String name) {
    return request.getHeaders().get(name);
  }

  public byte[] body() {
    return body;
  }

  /// Adds a header to the answer that is still to come.
  public void answerHeader(String name, String value) {
    headers.put(name, value);
  }

  public boolean isAnswered() {
    return answered;
  }

  public void json(int status, JsonNode node) {
    bytes(status, "application/json", Json.bytes(node));
  }

  public void empty(int status) {
    bytes(status, null, new byte[0]);
  }

  public void bytes(int status, @Nullable String contentType, byte[] content) {
    start(status, contentType);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, content.length);
    response.write(true, ByteBuffer.wrap(content), callback);
  }

  /// Answers bit by bit: what the writer writes and flushes goes out at once.
  public void stream(String contentType, StreamWriter writer) {
    start(200, contentType);
    try (var out = Content.Sink.asOutputStream(response)) {
      writer.write(out);
      callback.succeeded();
    } catch (IOException readerIsGone) {
      callback.failed(readerIsGone);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      callback.failed(stopping);
    }
  }

  /// Cuts the connection without an answer.
  public void cut() {
    answered = true;
    request.getConnectionMetaData().getConnection().getEndPoint().close();
    callback.failed(new EofException("cut on demand"));
  }

  private void start(int status, @Nullable String contentType) {
    if (answered) {
      throw new IllegalStateException("expected one answer, got a second: " + status + " " + path);
    }
    answered = true;
    response.setStatus(status);
    headers.forEach((name, value) -> response.getHeaders().add(new HttpField(name, value)));
    if (contentType != null) {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
    }
  }

  /// Writes an answer that goes on.
  @FunctionalInterface
  public interface StreamWriter {
    void write(OutputStream out) throws IOException, InterruptedException;
  }
}
