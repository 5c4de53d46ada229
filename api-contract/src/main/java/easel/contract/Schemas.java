package easel.contract;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Compares JSON with the description's schemas. Answers may hold nothing that is not described,
/// requests may.
final class Schemas {
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private final Map<JsonNode, Schema> ofAnswers = new ConcurrentHashMap<>();
  private final Map<JsonNode, Schema> ofRequests = new ConcurrentHashMap<>();
  private final JsonNode open;
  private final JsonNode closed;

  Schemas(Description description) {
    open = description.root().required("components");
    closed = open.deepCopy();
    closed.required("schemas").forEach(Schemas::close);
  }

  List<String> violationsOfAnswer(JsonNode schema, JsonNode json) {
    return violations(ofAnswers.computeIfAbsent(schema, this::compiledClosed), json);
  }

  List<String> violationsOfRequest(JsonNode schema, JsonNode json) {
    return violations(ofRequests.computeIfAbsent(schema, it -> compiled(it, open)), json);
  }

  private Schema compiledClosed(JsonNode schema) {
    var strict = schema.deepCopy();
    close(strict);
    return compiled(strict, closed);
  }

  private Schema compiled(JsonNode schema, JsonNode components) {
    var whole = (ObjectNode) schema.deepCopy();
    whole.set("components", components);
    return registry.getSchema(whole);
  }

  private static List<String> violations(Schema schema, JsonNode json) {
    return schema
        .validate(
            json,
            context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
        .stream()
        .map(Schemas::told)
        .toList();
  }

  private static String told(Error error) {
    return "at '%s' expected %s, got: %s"
        .formatted(error.getInstanceLocation(), error.getMessage(), error.getInstanceNode());
  }

  private static void close(JsonNode schema) {
    schema.path("properties").forEach(Schemas::close);
    schema.path("oneOf").forEach(Schemas::close);
    if (schema.has("items")) {
      close(schema.required("items"));
    }
    if (schema instanceof ObjectNode object
        && object.has("properties")
        && !object.has("additionalProperties")) {
      object.put("additionalProperties", false);
    }
  }
}
