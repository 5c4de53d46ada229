package easel.api.slice;

import static org.assertj.core.api.Assertions.assertThat;

import easel.contract.Contract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A client of the dialect `/mj` that sends what one of the real ones sends, and compares each
/// answer with what that one needs, field by field: none may be missing, and none come in addition.
///
/// A table has two lines for each call: `> METHOD path body` and `< status body`. In an answer
/// `"<time>"` is any time in milliseconds, `"<text>"` any text; any other `"<name>"` is a text
/// which is the same wherever that name stands, also in what is sent afterwards.
final class RecordedClient {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern NAME = Pattern.compile("<([a-z-]+)>");
  private static final long YEAR_2020 = 1_577_836_800_000L;

  private final URI base;
  private final String[] headers;
  private final Map<String, String> known = new HashMap<>();

  /// @param headers names and values, that of the key among them
  RecordedClient(URI base, String... headers) {
    this.base = base;
    this.headers = headers;
  }

  static RecordedClient of(TestCustomer customer) {
    return new RecordedClient(customer.http().base(), "mj-api-secret", customer.http().key());
  }

  /// What stood in an answer under this name.
  String known(String name) {
    return known.getOrDefault(name, "");
  }

  void play(String table) {
    var lines = table.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    assertThat(lines.size() % 2).as("each call has its answer").isZero();
    for (int i = 0; i < lines.size(); i += 2) {
      exchange(lines.get(i), lines.get(i + 1));
    }
  }

  private void exchange(String call, String answer) {
    assertThat(call).startsWith("> ");
    assertThat(answer).startsWith("< ");
    var said = NAME.matcher(call.substring(2)).replaceAll(name -> known(name.group(1)));
    var words = List.of(said.split(" ", 3));
    var response = send(words.get(0), words.get(1), words.size() < 3 ? null : words.get(2));
    var expected = List.of(answer.substring(2).split(" ", 2));
    assertThat(response.statusCode())
        .as("%s is answered with %s", said, response.body())
        .isEqualTo(Integer.parseInt(expected.get(0)));
    if (expected.size() < 2) {
      assertThat(response.body()).as(said).isEmpty();
      return;
    }
    compare("the answer to " + said, response.body(), expected.get(1));
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/json");
  }

  /// Compares what came, as an answer or by itself, with what the client needs.
  void compare(String what, String came, String expected) {
    var body = JSON.readTree(came);
    var wanted = JSON.readTree(expected);
    assertThat(named(wanted, body)).as(what).isEqualTo(wanted);
    assertThat(came).as("compact JSON").isEqualTo(body.toString());
  }

  HttpResponse<String> send(String method, String path, @Nullable String body) {
    var request =
        HttpRequest.newBuilder(base.resolve(path))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    if (request.build().headers().firstValue("Content-Type").isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    try {
      var response = CLIENT.send(request.build(), BodyHandlers.ofString());
      Contract.check(base, method, path, body, response);
      return response;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  // What came, with names where a name was wanted and fits.
  private JsonNode named(JsonNode wanted, JsonNode came) {
    if (wanted.isString()) {
      var name = NAME.matcher(wanted.asString());
      return name.matches() && fits(name.group(1), came) ? wanted : came;
    }
    if (wanted.isObject() && came.isObject()) {
      var object = JSON.createObjectNode();
      for (var field : came.properties()) {
        var of = wanted.get(field.getKey());
        object.set(field.getKey(), of == null ? field.getValue() : named(of, field.getValue()));
      }
      return object;
    }
    if (wanted.isArray() && came.isArray()) {
      var array = JSON.createArrayNode();
      for (int i = 0; i < came.size(); i++) {
        array.add(i < wanted.size() ? named(wanted.get(i), came.get(i)) : came.get(i));
      }
      return array;
    }
    return came;
  }

  private boolean fits(String name, JsonNode came) {
    return switch (name) {
      case "time" -> came.isIntegralNumber() && came.asLong() > YEAR_2020;
      case "text" -> came.isString() && !came.asString().isEmpty();
      default ->
          came.isString()
              && !came.asString().isEmpty()
              && known.computeIfAbsent(name, _ -> came.asString()).equals(came.asString());
    };
  }
}
