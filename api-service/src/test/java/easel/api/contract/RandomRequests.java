package easel.api.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import easel.contract.Description;
import easel.contract.Description.Operation;
import easel.contract.Exchange;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Makes requests up from the description: sound ones, nearly sound ones and hostile ones, each a
/// third. The same seed makes the same ones, but for the ids that answers held.
public final class RandomRequests {
  private enum Manner {
    SOUND,
    NEARLY_SOUND,
    HOSTILE
  }

  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern VARIABLE = Pattern.compile("\\{([^}]+)}");

  // No HTTP client sends most of these; they are written as bytes.
  private static final List<String> ODD_SEGMENTS =
      List.of(
          "0",
          "-1",
          "9223372036854775807",
          "9223372036854775808",
          "1.5",
          "%00",
          "a%00b",
          "%2F",
          "%2e%2e",
          "..",
          ".",
          "a;b=c",
          ";",
          "%zz",
          "%",
          "%C0%80",
          "%ED%A0%80",
          "%F0%9F%A6%8A",
          "%0D%0A",
          "%5C",
          "a%20b",
          "%25",
          "%7B%7D",
          "*",
          "'",
          utf8("🦊"),
          "x".repeat(5_000),
          "00000000-0000-0000-0000-000000000000");
  private static final List<String> ODD_QUERIES =
      List.of(
          "%zz",
          "%00",
          "=",
          "&&&",
          "a=b=c",
          "%ED%A0%80",
          "x".repeat(5_000),
          utf8("é"),
          "-1",
          "1e9",
          "99999999999999999999",
          "[]",
          "'",
          "%0A",
          "null",
          "+");
  private static final List<String> ODD_TYPES =
      List.of(
          "",
          "text/plain",
          "text/plain; charset=nonsense",
          "application/xml",
          "application/json;charset=UTF-16",
          "application/json;charset=nonsense",
          "application/json;charset=\"",
          "application/json;;;=",
          "nonsense",
          "/",
          "multipart/form-data",
          "multipart/form-data; boundary=x",
          "multipart/mixed; boundary=\"",
          "application/x-www-form-urlencoded",
          "*/*",
          "application/*+json",
          "application/problem+json",
          "application/vnd.api+json",
          "application/cbor",
          "application/yaml");
  private static final Map<String, List<String>> ODD_HEADERS =
      Map.of(
          "Accept", List.of("", "nonsense", "text/html", "application/xml;q=x", "*/*;q=0"),
          "Accept-Language", List.of("nonsense;;;", "x-y-z,,,", "de;q=9"),
          "Accept-Encoding", List.of("gzip;q=x", "nonsense"),
          "Range", List.of("bytes=0-0", "bytes=9-1", "nonsense"),
          "If-None-Match", List.of("*", "\"x\"", "nonsense"),
          "If-Modified-Since", List.of("nonsense", "Thu, 01 Jan 1970 00:00:00 GMT"),
          "Origin", List.of("null", "https://elsewhere.example", "nonsense"),
          "Cookie", List.of("=;=;", utf8("é=1"), "$Version=x"),
          "X-Forwarded-Host", List.of("elsewhere.example", ":::"),
          "X-HTTP-Method-Override", List.of("DELETE", "nonsense"));

  private final Description description;
  private final KnownIds known;
  private final Random random;
  private final RandomJson json;

  public RandomRequests(Description description, KnownIds known, long seed) {
    this.description = description;
    this.known = known;
    this.random = new Random(seed);
    this.json = new RandomJson(description, known, random);
  }

  /// @param key of whom a call of this path is for
  public RandomRequest next(UnaryOperator<String> key) {
    var operation = json.one(description.operations());
    var manner = json.one(List.of(Manner.values()));
    var hostile = manner == Manner.HOSTILE;
    var headers = new LinkedHashMap<String, String>();
    letIn(operation.path(), key.apply(operation.path()), hostile, headers);
    headers.putAll(headers(operation, hostile));
    var path = path(operation, hostile);
    var method =
        hostile && oneOf(10)
            ? json.one(List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "BREW"))
            : operation.method();
    var body = body(operation, manner);
    if (body != null) {
      var type = hostile && oneOf(3) ? json.one(ODD_TYPES) : "application/json";
      if (!type.isEmpty()) {
        headers.put("Content-Type", type);
      }
    }
    var plain = method.equals(operation.method()) && isPlain(path);
    return new RandomRequest(
        operation.path(), plain, method, path + query(operation, hostile), headers, body);
  }

  /// Notes what there is by now.
  public void learn(RandomRequest request, Exchange exchange) {
    if (exchange.status() / 100 == 2 && exchange.contentType().equals("application/json")) {
      known.learn(request.path(), JSON.readTree(exchange.body()));
    }
  }

  private void letIn(String path, String key, boolean hostile, Map<String, String> headers) {
    var given = hostile && oneOf(12) ? json.one(List.of("", "x", "easel_", utf8("é"))) : key;
    if (path.startsWith("/mj/") && random.nextBoolean()) {
      headers.put("mj-api-secret", given);
    } else {
      headers.put("Authorization", "Bearer " + given);
    }
  }

  private Map<String, String> headers(Operation operation, boolean hostile) {
    var headers = new LinkedHashMap<String, String>();
    for (var parameter : parameters(operation, "header")) {
      if (random.nextBoolean()) {
        var name = parameter.required("name").asString();
        headers.put(name, header(name, hostile));
      }
    }
    if (hostile && oneOf(3)) {
      var name = json.one(ODD_HEADERS.keySet().stream().sorted().toList());
      headers.put(name, json.one(ODD_HEADERS.getOrDefault(name, List.of(""))));
    }
    return headers;
  }

  private String header(String name, boolean hostile) {
    if (hostile) {
      return json.one(
          List.of(
              "",
              " ",
              "\t",
              utf8("é"),
              "\u0080\u00FF",
              "x".repeat(300),
              "-1",
              ";;,=\"",
              "9".repeat(30)));
    }
    return switch (name) {
      case "Prefer" ->
          json.one(List.of("wait=0", "wait=1", "respond-async, wait=0", "return=minimal"));
      case "Last-Event-ID" -> json.one(List.of("0", "1", "999999999"));
      default -> "key-" + random.nextInt(20);
    };
  }

  private String path(Operation operation, boolean hostile) {
    var path =
        VARIABLE
            .matcher(operation.path())
            .replaceAll(
                variable ->
                    Matcher.quoteReplacement(
                        segment(operation.path(), variable.group(1), hostile)));
    if (operation.path().startsWith("/mj/") && oneOf(4)) {
      path = json.one(List.of("/mj-fast", "/mj-relax", "/mj-turbo")) + path;
    }
    if (hostile && oneOf(15)) {
      return json.one(
          List.of(
              path + "/",
              path + "//",
              path + ";x=1",
              path + "/.",
              path.replaceFirst("/([^/]+)$", "/./$1"),
              path + "%20"));
    }
    return path;
  }

  private String segment(String path, String variable, boolean hostile) {
    if (hostile && random.nextBoolean()) {
      return json.one(ODD_SEGMENTS);
    }
    return URLEncoder.encode(known.one(path, variable, random, "1"), UTF_8);
  }

  private static boolean isPlain(String path) {
    return path.matches("[A-Za-z0-9/_-]+") && !path.contains("//") && !path.endsWith("/");
  }

  private String query(Operation operation, boolean hostile) {
    var query = new StringBuilder();
    for (var parameter : parameters(operation, "query")) {
      if (random.nextBoolean()) {
        var name = parameter.required("name").asString();
        var value =
            hostile
                ? json.one(ODD_QUERIES)
                : URLEncoder.encode(
                    json.sound(parameter.required("schema"), name).asString(""), UTF_8);
        query.append('&').append(name).append('=').append(value);
      }
    }
    if (hostile && oneOf(10)) {
      query.append('&').append(json.one(ODD_QUERIES));
    }
    return query.isEmpty() ? "" : "?" + query.substring(1);
  }

  private @Nullable String body(Operation operation, Manner manner) {
    var schema = operation.requestSchema();
    if (schema == null) {
      return manner == Manner.HOSTILE && oneOf(5) ? hostile("{}") : null;
    }
    return switch (manner) {
      case SOUND -> bytes(json.sound(schema, ""));
      case NEARLY_SOUND -> bytes(json.nearlySound(schema));
      case HOSTILE ->
          random.nextBoolean()
              ? bytes(json.allOdd(schema))
              : hostile(json.sound(schema, "").toString());
    };
  }

  private String hostile(String sound) {
    return switch (random.nextInt(16)) {
      case 0 -> "";
      case 1 -> bytes(json.odd());
      case 2 -> utf8(sound.substring(0, sound.length() / 2));
      case 3 -> utf8(sound + sound);
      case 4 -> utf8("[" + sound + "]");
      case 5 -> "[".repeat(5_000);
      case 6 -> "{\"prompt\":".repeat(5_000) + "1" + "}".repeat(5_000);
      case 7 -> utf8(sound.replace("\"", "'"));
      case 8 -> new String(sound.getBytes(UTF_16), ISO_8859_1);
      case 9 -> utf8("\uFEFF" + sound);
      case 10 -> utf8(sound).replace("\":\"", "\":\"\u00FF\u00C0\u0080");
      case 11 -> utf8(sound.replaceFirst("}$", ",\"prompt\":\"a\",\"prompt\":1}"));
      case 12 -> "{\"" + "k".repeat(60_000) + "\":1}";
      case 13 -> "{\"x\":\"" + "x".repeat(300 * 1024) + "\"}";
      case 14 -> "\0\0\0\0";
      default -> json.one(List.of("null", "true", "1", "\"x\"", "NaN", "// x", " "));
    };
  }

  private List<JsonNode> parameters(Operation operation, String in) {
    return operation
        .node()
        .path("parameters")
        .valueStream()
        .filter(parameter -> parameter.required("in").asString().equals(in))
        .toList();
  }

  private boolean oneOf(int many) {
    return random.nextInt(many) == 0;
  }

  private static String bytes(JsonNode json) {
    return utf8(json.toString());
  }

  // Bytes as the characters by which they are written.
  private static String utf8(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }
}
