package easel.api.slice;

import easel.contract.Contract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Calls the API with one key, and holds each call against the API's description.
record Http(URI base, String key) {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final JsonMapper JSON = new JsonMapper();

  record Answer(int status, String body, java.net.http.HttpHeaders headers) {
    JsonNode json() {
      return JSON.readTree(body);
    }

    Optional<String> header(String name) {
      return headers.firstValue(name);
    }

    /// The problem's type without its prefix.
    String code() {
      return json().required("type").asString().replace("urn:easel:", "");
    }
  }

  Answer get(String path) {
    return send("GET", path, null);
  }

  Answer post(String path, @Nullable String body, String... headers) {
    return send("POST", path, body, headers);
  }

  Answer send(String method, String path, @Nullable String body, String... headers) {
    var request =
        HttpRequest.newBuilder(base.resolve(path))
            .header("Authorization", "Bearer " + key)
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    if (body != null && request.build().headers().firstValue("Content-Type").isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    try {
      var response = CLIENT.send(request.build(), BodyHandlers.ofString());
      Contract.check(base, method, path, body, response);
      return new Answer(response.statusCode(), response.body(), response.headers());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
