package easel.simulator.http;

import java.util.Collection;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The one JSON mapper, and short names for building trees with it.
public final class Json {
  public static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  public static ArrayNode array(Collection<? extends JsonNode> nodes) {
    return array().addAll(nodes);
  }

  public static ArrayNode strings(Collection<String> values) {
    var array = array();
    values.forEach(array::add);
    return array;
  }

  public static byte[] bytes(JsonNode node) {
    return MAPPER.writeValueAsBytes(node);
  }

  /// The object that the bytes hold, an empty one for no bytes at all.
  ///
  /// @throws BadJson if they hold anything else
  public static ObjectNode parse(byte[] bytes) throws BadJson {
    if (bytes.length == 0) {
      return object();
    }
    try {
      if (MAPPER.readTree(bytes) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      throw new BadJson("expected a JSON object, got: " + e.getOriginalMessage(), e);
    }
    throw new BadJson("expected a JSON object, got another JSON value", null);
  }

  /// The text of a field; numbers count as text, since clients send ids either way.
  public static @Nullable String text(JsonNode node, String field) {
    var value = node.get(field);
    if (value == null || value.isNull() || value.isContainer()) {
      return null;
    }
    return value.asString();
  }

  public static String text(JsonNode node, String field, String otherwise) {
    var text = text(node, field);
    return text == null ? otherwise : text;
  }

  public static long id(JsonNode node, String field) {
    var text = text(node, field);
    return text == null ? 0 : id(text);
  }

  /// The snowflake that the text spells, 0 if it spells none.
  public static long id(String text) {
    if (text.isEmpty() || text.length() > 19 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return 0;
    }
    return Long.parseUnsignedLong(text);
  }

  /// What a sender of malformed JSON is told.
  public static final class BadJson extends Exception {
    BadJson(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
