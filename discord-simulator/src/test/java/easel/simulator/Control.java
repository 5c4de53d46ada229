package easel.simulator;

import easel.simulator.http.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Steers a simulator from the outside, and speaks to it as a person's client does.
final class Control {
  private static final AtomicLong NONCES = new AtomicLong(1_000_000);

  private final HttpClient http = HttpClient.newHttpClient();
  private final String url;
  private final String guild;
  private final String channel;

  Control(String url) {
    this.url = url;
    var first = get("/control/world").path("guilds").path(0);
    guild = first.path("id").asString();
    channel = first.path("channels").path(0).asString();
  }

  /// One that no other interaction has.
  static long nonce() {
    return NONCES.incrementAndGet();
  }

  String guild() {
    return guild;
  }

  String channel() {
    return channel;
  }

  JsonNode get(String path) {
    return read(send("GET", path, null, null));
  }

  JsonNode post(String path, String body) {
    return read(send("POST", path, null, body));
  }

  HttpResponse<String> send(
      String method, String path, @Nullable String token, @Nullable String body) {
    return send(method, path, token, body, Duration.ofSeconds(10));
  }

  HttpResponse<String> send(
      String method, String path, @Nullable String token, @Nullable String body, Duration timeout) {
    var request =
        HttpRequest.newBuilder(URI.create(path.startsWith("http") ? path : url + path))
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (token != null) {
      request.header("Authorization", token);
    }
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  byte[] download(String address) {
    try {
      var request = HttpRequest.newBuilder(URI.create(address)).build();
      return http.send(request, BodyHandlers.ofByteArray()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static JsonNode read(HttpResponse<String> response) {
    var body = response.body();
    return body.isEmpty() ? Json.object() : Json.MAPPER.readTree(body);
  }

  void settings(String json) {
    expect(200, send("PATCH", "/control/settings", null, json));
  }

  Account account(String json) {
    var made = post("/control/accounts", json);
    return new Account(made.path("userId").asString(), made.path("token").asString());
  }

  record Account(String id, String token) {}

  static HttpResponse<String> expect(int status, HttpResponse<String> response) {
    if (response.statusCode() != status) {
      throw new AssertionError(
          "expected %d, got %d: %s".formatted(status, response.statusCode(), response.body()));
    }
    return response;
  }

  HttpResponse<String> imagine(Account account, String inChannel, String prompt) {
    return interact(account, imagineJson(inChannel, prompt));
  }

  HttpResponse<String> interact(Account account, String json) {
    return send("POST", "/api/v10/interactions", account.token(), json);
  }

  String imagineJson(String inChannel, String prompt) {
    return command(
        inChannel, "imagine", "938956540159881230", "1237876415471554623", text("prompt", prompt));
  }

  HttpResponse<String> shorten(Account account, String prompt) {
    return interact(
        account,
        command(
            channel,
            "shorten",
            "1121575372539039774",
            "1247736572414001223",
            text("prompt", prompt)));
  }

  HttpResponse<String> describe(Account account, String link) {
    return interact(account, describeJson(text("link", link)));
  }

  String describeJson(String option) {
    return command(channel, "describe", "1092492867185950852", "1237876415471554625", option);
  }

  private static String text(String name, String value) {
    return "{\"type\":3,\"name\":\"%s\",\"value\":%s}"
        .formatted(name, Json.MAPPER.writeValueAsString(value));
  }

  String command(String inChannel, String name, String id, String version, String options) {
    return """
        {"type":2,"application_id":"936929561302675456","guild_id":"%s","channel_id":"%s","session_id":"s","nonce":"%d",
         "data":{"version":"%s","id":"%s","name":"%s","type":1,"options":[%s],"attachments":[]}}"""
        .formatted(guild, inChannel, nonce(), version, id, name, options);
  }

  HttpResponse<String> press(Account account, String inChannel, String message, String customId) {
    return press(account, inChannel, message, customId, 0);
  }

  HttpResponse<String> press(
      Account account, String inChannel, String message, String customId, int flags) {
    return interact(
        account,
        """
        {"type":3,"application_id":"936929561302675456","guild_id":"%s","channel_id":"%s","message_id":"%s","message_flags":%d,
         "session_id":"s","nonce":"%d","data":{"component_type":2,"custom_id":"%s"}}"""
            .formatted(guild, inChannel, message, flags, nonce(), customId));
  }

  List<JsonNode> ledger(Predicate<JsonNode> which) {
    var found = new ArrayList<JsonNode>();
    for (var entry : get("/control/ledger").path("entries")) {
      if (which.test(entry)) {
        found.add(entry);
      }
    }
    return found;
  }

  List<JsonNode> ledger(String kind) {
    return ledger(entry -> entry.path("kind").asString().equals(kind));
  }
}
