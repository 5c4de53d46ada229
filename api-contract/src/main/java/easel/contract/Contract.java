package easel.contract;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Holds exchanges against the description: the status must be described, with its headers, its
/// type and its body; and what was taken must be described as what may be sent.
public final class Contract {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern PREFIX = Pattern.compile("^/mj-(?:fast|relax|turbo)/mj/");
  private static final String PROBLEM_JSON = "application/problem+json";
  // With what a call is answered that is not described: there is no such path, or not with that
  // method; and nobody is told who has no key.
  private static final Set<Integer> OF_OTHERS = Set.of(400, 401, 404, 405, 429, 503);
  private static final Set<String> METHODS = Set.of("GET", "PUT", "POST", "DELETE", "PATCH");
  private static final Set<Integer> TAKEN = Set.of(1, 22);
  private static @Nullable Contract shared;

  private final Description description;
  private final Schemas schemas;

  public Contract(Description description) {
    this.description = description;
    this.schemas = new Schemas(description);
  }

  /// The one of all instances of this build, read from the first that is asked.
  public static synchronized Contract of(URI base) {
    var known = shared;
    if (known == null) {
      known = new Contract(Description.from(base));
      shared = known;
    }
    return known;
  }

  /// Compares what was sent to a server and answered with its description, if the path is one of
  /// those that are described.
  ///
  /// @throws AssertionError as {@link #check(Exchange)}
  public static void check(
      URI base, String method, String path, @Nullable String body, HttpResponse<String> answer) {
    if (covers(path)) {
      of(base)
          .check(
              Exchange.of(
                  method, path, body, answer.statusCode(), answer.headers(), answer.body()));
    }
  }

  /// Whether calls of a path are described: others are pages, pictures and for the operator's
  /// tools.
  public static boolean covers(String path) {
    return path.startsWith("/api/v1/") || path.startsWith("/mj/") || path.startsWith("/mj-");
  }

  public Description description() {
    return description;
  }

  /// What of an answer's JSON is not as a schema of the description says.
  public List<String> violations(JsonNode schema, JsonNode json) {
    return schemas.violationsOfAnswer(schema, json);
  }

  /// @throws AssertionError that says where the exchange is not as described, what was expected,
  ///   and what came
  public void check(Exchange exchange) {
    checkAnswer(exchange);
    checkRequest(exchange);
  }

  /// The same without the request: it may have been taken though it is not described.
  public void checkAnswer(Exchange exchange) {
    if (!METHODS.contains(exchange.method())) {
      return; // HEAD and OPTIONS are the web server's
    }
    var operation = find(exchange);
    var violations =
        operation == null ? ofUndescribed(exchange) : ofAnswer(exchange, operation.node());
    require(exchange, violations);
  }

  /// The same for a request with an odd path, of which nobody can tell which call it means: it may
  /// be answered as the one it was made from, or as none at all. What is no HTTP is refused by the
  /// web server, which says nothing else.
  public void checkLoosely(Exchange exchange, String path) {
    var violations = ofUndescribed(exchange);
    var isNoHttp = exchange.status() == 400 && exchange.body().isEmpty();
    if (violations.isEmpty() || isNoHttp || !METHODS.contains(exchange.method())) {
      return;
    }
    for (var operation : description.operations()) {
      if (operation.path().equals(path)
          && operation.method().equals(exchange.method())
          && ofAnswer(exchange, operation.node()).isEmpty()) {
        return;
      }
    }
    require(exchange, violations);
  }

  /// @throws AssertionError if an event of a stream has other data than is described
  public void checkEvent(String path, JsonNode data) {
    var exchange = new Exchange("GET", path, null, 200, Map.of(), data.toString());
    var operation = find(exchange);
    if (operation == null) {
      throw new AssertionError("expected a described stream, got: " + path);
    }
    var schema =
        operation.node().requiredAt("/responses/200/content/text~1event-stream/x-event-data");
    require(exchange, schemas.violationsOfAnswer(schema, data));
  }

  private Description.@Nullable Operation find(Exchange exchange) {
    var path = PREFIX.matcher(exchange.pathAlone()).replaceFirst("/mj/");
    return description.find(exchange.method(), path).orElse(null);
  }

  private List<String> ofAnswer(Exchange exchange, JsonNode operation) {
    var responses = operation.required("responses");
    var named = responses.get(Integer.toString(exchange.status()));
    if (named == null) {
      return List.of(
          "expected one of the statuses %s, got: %d"
              .formatted(responses.propertyNames(), exchange.status()));
    }
    var answer = description.resolve(named);
    var violations = new ArrayList<String>();
    for (var header : answer.path("headers").properties()) {
      if (header.getValue().path("required").asBoolean(false)
          && exchange.header(header.getKey()).isEmpty()) {
        violations.add("expected the header %s, got none".formatted(header.getKey()));
      }
    }
    violations.addAll(ofBody(exchange, answer));
    return violations;
  }

  private List<String> ofBody(Exchange exchange, JsonNode answer) {
    var content = answer.path("content");
    if (content.isEmpty() || exchange.contentType().isEmpty()) {
      return isEmptyAsDescribed(exchange, answer)
          ? List.of()
          : List.of(
              "expected %s, got the type '%s' and the body: %s"
                  .formatted(
                      content.isEmpty() ? "no body" : "one of the types " + content.propertyNames(),
                      exchange.contentType(),
                      exchange.body()));
    }
    var media = content.get(exchange.contentType());
    if (media == null) {
      return List.of(
          "expected one of the types %s, got: %s"
              .formatted(content.propertyNames(), exchange.contentType()));
    }
    if (!exchange.contentType().endsWith("json")) {
      return List.of();
    }
    var json = parsed(exchange.body());
    return json == null
        ? List.of("expected JSON, got: " + exchange.body())
        : schemas.violationsOfAnswer(media.required("schema"), json);
  }

  private static boolean isEmptyAsDescribed(Exchange exchange, JsonNode answer) {
    var mayBe = answer.path("content").isEmpty() || answer.path("x-may-be-empty").asBoolean(false);
    return mayBe && exchange.contentType().isEmpty() && exchange.body().isEmpty();
  }

  private List<String> ofUndescribed(Exchange exchange) {
    if (!OF_OTHERS.contains(exchange.status())) {
      return List.of(
          "expected one of the statuses %s of a call that is not described, got: %d"
              .formatted(OF_OTHERS, exchange.status()));
    }
    var isProblem = exchange.contentType().equals(PROBLEM_JSON);
    var json = parsed(exchange.body());
    if (!isProblem || json == null) {
      return exchange.pathAlone().startsWith("/mj") ? List.of() : List.of("expected a problem");
    }
    var schema = description.root().requiredAt("/components/schemas/Problem");
    return schemas.violationsOfAnswer(schema, json);
  }

  private void checkRequest(Exchange exchange) {
    var operation = find(exchange);
    var schema = operation == null ? null : operation.requestSchema();
    var sent = exchange.sent();
    if (schema == null || sent == null || !isTaken(exchange)) {
      return;
    }
    var json = parsed(sent);
    require(
        exchange,
        json == null
            ? List.of("expected JSON to be sent, got: " + sent)
            : schemas.violationsOfRequest(schema, json).stream()
                .map(violation -> "in what was sent and taken, " + violation)
                .toList());
  }

  // In the dialect /mj a refusal has the status 200, too.
  private static boolean isTaken(Exchange exchange) {
    if (exchange.status() / 100 != 2) {
      return false;
    }
    var json = exchange.pathAlone().startsWith("/mj") ? parsed(exchange.body()) : null;
    return json == null || !json.has("code") || TAKEN.contains(json.required("code").asInt());
  }

  private static @Nullable JsonNode parsed(String text) {
    try {
      var json = JSON.readTree(text);
      return json == null || json.isMissingNode() ? null : json;
    } catch (JacksonException _) {
      return null;
    }
  }

  private static void require(Exchange exchange, List<String> violations) {
    if (!violations.isEmpty()) {
      throw new AssertionError(
          "%s %s was answered with %d, not as described:%n  %s%nsent: %s%nanswer: %s"
              .formatted(
                  exchange.method(),
                  exchange.path(),
                  exchange.status(),
                  String.join("\n  ", violations),
                  exchange.sent(),
                  exchange.body()));
    }
  }
}
