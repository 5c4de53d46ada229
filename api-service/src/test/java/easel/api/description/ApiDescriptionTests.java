package easel.api.description;

import static org.assertj.core.api.Assertions.assertThat;

import easel.api.contract.WebAlone;
import easel.contract.Contract;
import easel.contract.Description;
import easel.contract.Description.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// What the description says, read as a client reads it.
class ApiDescriptionTests {
  private static final Description DESCRIPTION = read();

  private static Description read() {
    try (var web = WebAlone.start()) {
      return Description.from(web.base());
    }
  }

  @Test
  void itIsOpenApi31() {
    assertThat(DESCRIPTION.root().required("openapi").asString()).startsWith("3.1");
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /api/v1/midjourney/imagine, 200 400 401 404 409 413 415 422 429 503",
    "GET, /api/v1/midjourney/message/{messageId}, 200 400 401 404 429 503",
    "GET, /api/v1/midjourney/message/{messageId}/events, 200 204 400 401 404 429 503",
    "DELETE, /api/v1/midjourney/message/{messageId}, 202 400 401 404 409 429 503",
    "POST, /api/v1/discord/accounts, 201 400 401 409 413 415 429 503",
    "DELETE, /api/v1/discord/accounts/{id}, 204 400 401 404 429 503",
    "POST, /api/v1/admin/customers, 201 400 401 413 415 429 503",
    "POST, /mj/submit/imagine, 200 400 401 429 503"
  })
  void everyStatusIsListed(String method, String path, String statuses) {
    var listed = operation(method, path).node().required("responses").propertyNames();
    assertThat(listed).containsExactlyInAnyOrder(statuses.split(" ", -1));
  }

  @Test
  void whatIsNullableMayBeNullAndIsNeverLeftOutOfAnAnswer() {
    var job = schema("JobView");
    assertThat(names(job.required("required")))
        .containsExactlyInAnyOrderElementsOf(job.required("properties").propertyNames());
    assertThat(names(job.at("/properties/prompt/type")))
        .containsExactlyInAnyOrder("string", "null");
    assertThat(job.at("/properties/queue/type").asString()).isEqualTo("string");
    assertThat(names(job.at("/properties/reason/enum"))).contains("BANNED_PROMPT", "null");
    assertThat(job.at("/properties/account/oneOf").size()).isEqualTo(2);
    assertThat(job.at("/properties/createdAt/format").asString()).isEqualTo("date-time");
    assertThat(job.at("/properties/messageId/format").asString()).isEqualTo("uuid");
  }

  @Test
  void aRequestNeedsOnlyWhatIsRequired() {
    var imagine = schema("Imagine");
    assertThat(names(imagine.required("required"))).containsExactly("prompt");
    assertThat(imagine.at("/properties/prompt/type").asString()).isEqualTo("string");
    assertThat(names(imagine.at("/properties/ref/type")))
        .containsExactlyInAnyOrder("string", "null");
    assertThat(imagine.at("/properties/ref/maxLength").asInt()).isEqualTo(1_000);
    assertThat(names(schema("NewAccount").required("required")))
        .containsExactlyInAnyOrder("serverId", "channelId", "userToken", "midjourneyPlan");
    assertThat(schema("BlendRequest").has("required")).isFalse();
    assertThat(imagine.at("/properties/base64Array/maxItems").asInt()).isEqualTo(5);
    assertThat(imagine.at("/properties/base64Array/items/type").asString()).isEqualTo("string");
  }

  @Test
  void headersKeysAndStreamsAreDescribed() {
    var headers =
        DESCRIPTION.operations().stream()
            .flatMap(operation -> operation.node().path("parameters").valueStream())
            .filter(parameter -> parameter.required("in").asString().equals("header"))
            .map(parameter -> parameter.required("name").asString())
            .collect(Collectors.toSet());
    assertThat(headers).containsExactlyInAnyOrder("Idempotency-Key", "Prefer", "Last-Event-ID");
    assertThat(keys("POST", "/api/v1/midjourney/imagine")).containsExactly("key", "mj-api-secret");
    assertThat(keys("GET", "/api/v1/admin/customers")).containsExactly("operator-key");
    assertThat(keys("GET", "/mj/task/list")).containsExactly("mj-api-secret", "key");
    var stream = operation("GET", "/api/v1/midjourney/events").node().at("/responses/200/content");
    assertThat(stream.propertyNames()).containsExactly("text/event-stream");
    assertThat(stream.at("/text~1event-stream/x-event-data/$ref").asString()).endsWith("/JobView");
  }

  @Test
  void whateverItPointsToIsThere() {
    var pointers = new ArrayList<String>();
    collect(DESCRIPTION.root(), pointers);
    assertThat(pointers)
        .isNotEmpty()
        .allSatisfy(
            pointer ->
                assertThat(DESCRIPTION.root().at(pointer.substring(1)).isMissingNode())
                    .as(pointer)
                    .isFalse());
  }

  @Test
  void examplesOfErrorsAreAsDescribed() {
    var contract = new Contract(DESCRIPTION);
    var bodies =
        DESCRIPTION
            .root()
            .at("/components/responses")
            .valueStream()
            .flatMap(answer -> answer.path("content").valueStream())
            .filter(body -> body.has("example"))
            .toList();
    assertThat(bodies)
        .hasSizeGreaterThan(5)
        .allSatisfy(
            body ->
                assertThat(contract.violations(body.required("schema"), body.required("example")))
                    .isEmpty());
  }

  @Test
  void nothingOfOursIsLeftInIt() {
    assertThat(DESCRIPTION.root().toString()).doesNotContain("x-refuses", "Customer customer");
  }

  private static void collect(JsonNode node, List<String> pointers) {
    var pointer = node.path("$ref").asString("");
    if (!pointer.isEmpty()) {
      pointers.add(pointer);
    }
    node.forEach(child -> collect(child, pointers));
  }

  private static Operation operation(String method, String path) {
    return DESCRIPTION.operations().stream()
        .filter(it -> it.method().equals(method) && it.path().equals(path))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> keys(String method, String path) {
    return operation(method, path)
        .node()
        .required("security")
        .valueStream()
        .flatMap(key -> key.propertyNames().stream())
        .toList();
  }

  private static JsonNode schema(String name) {
    return DESCRIPTION.root().required("components").required("schemas").required(name);
  }

  private static Set<String> names(JsonNode array) {
    return array
        .valueStream()
        .map(name -> name.isNull() ? "null" : name.asString())
        .collect(Collectors.toSet());
  }
}
