package easel.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// JSON over HTTP/1.1 to one server.
final class Http {
  static final JsonMapper JSON = JsonMapper.builder().build();
  static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private final URI base;
  private final @Nullable String key;
  private final KeyHeader header;
  private final Duration patience;
  private final CallListener listener;

  /// How a caller says who it is.
  private enum KeyHeader {
    BEARER,
    MJ_API_SECRET;

    void add(HttpRequest.Builder request, String key) {
      switch (this) {
        case BEARER -> request.header("Authorization", "Bearer " + key);
        case MJ_API_SECRET -> request.header("mj-api-secret", key);
      }
    }
  }

  Http(URI base, @Nullable String key) {
    this(base, key, (_, _, _) -> {});
  }

  Http(URI base, @Nullable String key, CallListener listener) {
    this(base, key, KeyHeader.BEARER, PATIENCE, listener);
  }

  private Http(
      URI base, @Nullable String key, KeyHeader header, Duration patience, CallListener listener) {
    this.base = base;
    this.key = key;
    this.header = header;
    this.patience = patience;
    this.listener = listener;
  }

  /// @param span how long an answer is waited for
  Http patientFor(Duration span) {
    return new Http(base, key, header, span, listener);
  }

  /// The same caller, who says who it is as the second dialect does.
  Http inSecondDialect() {
    return new Http(base, key, KeyHeader.MJ_API_SECRET, patience, listener);
  }

  /// The same server, called by somebody with this key.
  Http as(String key) {
    return new Http(base, key, KeyHeader.BEARER, PATIENCE, listener);
  }

  /// The same server, called by nobody in particular.
  Http anonymous() {
    return new Http(base, null, header, patience, listener);
  }

  /// The same caller of another server.
  Http at(URI base) {
    return new Http(base, key, header, patience, listener);
  }

  Answer send(String method, String path, @Nullable Object body, String... headers) {
    var sent = body == null ? null : JSON.writeValueAsString(body);
    var request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(patience)
            .method(method, sent == null ? BodyPublishers.noBody() : BodyPublishers.ofString(sent));
    if (sent != null) {
      request.header("Content-Type", "application/json");
    }
    if (key != null) {
      header.add(request, key);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    var response = send(request.build(), sent);
    return answer(response, json(response.body()));
  }

  /// What is there, told by its digest: the body is that text, in hexadecimal digits.
  Answer digest(String path) {
    var request = HttpRequest.newBuilder(URI.create(base + path)).timeout(patience).build();
    var response = send(request, null);
    return answer(
        response,
        response.statusCode() == 200
            ? JSON.getNodeFactory().stringNode(Digest.of(response.body()))
            : json(response.body()));
  }

  private HttpResponse<byte[]> send(HttpRequest request, @Nullable String sent) {
    try {
      var response = CLIENT.send(request, BodyHandlers.ofByteArray());
      listener.answered(request, sent, response);
      return response;
    } catch (IOException failed) {
      throw new UncheckedIOException(
          "no answer to %s %s: %s".formatted(request.method(), request.uri(), failed), failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for an answer", interrupted);
    }
  }

  private static Answer answer(HttpResponse<byte[]> response, JsonNode body) {
    var call = response.request().method() + " " + response.request().uri();
    return new Answer(call, response.statusCode(), response.headers(), body);
  }

  private static JsonNode json(byte[] body) {
    try {
      return body.length == 0 ? MissingNode.getInstance() : JSON.readTree(body);
    } catch (JacksonException notJson) {
      return MissingNode.getInstance();
    }
  }
}
