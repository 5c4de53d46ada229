package easel.api.contract;

import easel.contract.Description;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/// Makes JSON up: such as a schema describes, nearly such, and such as nobody expects.
final class RandomJson {
  private static final JsonMapper JSON = new JsonMapper();

  private static final List<String> PROMPTS =
      List.of(
          "a red fox --ar 3:2",
          "a tin robot waters a fern --v 7 --relax",
          "--ar 1:1",
          "{red, blue} fox",
          "a fox --repeat 3",
          "a fox --nonsense 5",
          "https://pictures.example/1.png a fox");
  private static final List<String> BUTTONS =
      List.of("U1", "V3", "🔄", "Cancel Job", "Custom Zoom", "Upscale (Subtle)", "nothing");
  private static final List<String> ADDRESSES =
      List.of(
          "https://pictures.example/1.png",
          "https://pictures.example/2.png",
          "https://pictures.example/missing.png",
          "http://127.0.0.1:1/x");
  private static final List<String> CUSTOM_IDS =
      List.of("MJ::JOB::upsample::1::x", "MJ::CustomZoom::x", "nothing");
  private static final List<String> WORDS =
      List.of(
          "order-5", "studio", "blood", "ß", "日本語", "👩‍👩‍👧", "a\tb", "İ", "ﷺ", "\u202Ereversed");
  private static final String PNG =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

  private final Description description;
  private final KnownIds known;
  private final Random random;

  RandomJson(Description description, KnownIds known, Random random) {
    this.description = description;
    this.known = known;
    this.random = random;
  }

  /// @param name of the field or parameter whose value it is to be
  JsonNode sound(JsonNode schema, String name) {
    var resolved = description.resolve(schema);
    if (resolved.has("oneOf")) {
      return sound(one(resolved.required("oneOf")), name);
    }
    if (resolved.has("enum")) {
      return one(resolved.required("enum"));
    }
    return switch (type(resolved)) {
      case "object" -> object(resolved);
      case "array" -> array(resolved, name);
      case "integer", "number" -> number(name);
      case "boolean" -> JSON.getNodeFactory().booleanNode(random.nextBoolean());
      case "null" -> JSON.nullNode();
      default -> JSON.getNodeFactory().stringNode(text(name));
    };
  }

  /// Sound but for one field.
  JsonNode nearlySound(JsonNode schema) {
    var json = sound(schema, "");
    var names = description.resolve(schema).path("properties").propertyNames();
    if (!(json instanceof ObjectNode object) || names.isEmpty()) {
      return odd();
    }
    var name = one(List.copyOf(names));
    switch (random.nextInt(4)) {
      case 0 -> object.remove(name);
      case 1 -> object.putNull(name);
      case 2 -> object.set(name, odd());
      default -> object.set("nobodyExpects" + random.nextInt(), odd());
    }
    return json;
  }

  /// Nothing that any field expects.
  JsonNode odd() {
    var nodes = JSON.getNodeFactory();
    return switch (random.nextInt(16)) {
      case 0 -> nodes.nullNode();
      case 1 -> nodes.booleanNode(random.nextBoolean());
      case 2 -> nodes.numberNode(one(List.of(0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE)));
      case 3 -> nodes.numberNode(one(List.of(Long.MAX_VALUE, Long.MIN_VALUE)));
      case 4 -> nodes.numberNode(1.5);
      case 5 -> raw(one(List.of("1e999999999", "-1e-999999999", "9".repeat(25))));
      case 6 -> raw("1" + "0".repeat(2_000));
      case 7 -> raw(one(List.of("\"\\ud800\"", "\"a\\udc00b\"", "\"\\udc00\\ud800\"")));
      case 8 -> nodes.stringNode(one(List.of("\0", "a\0b")));
      case 9 -> nodes.stringNode(one(List.of("", " ", "\n", "\u2028", "\uFEFF", "\u00A0")));
      case 10 -> nodes.stringNode("x".repeat(one(List.of(101, 501, 1_001, 4_001, 6_001, 70_000))));
      case 11 -> nodes.stringNode("\u0301".repeat(200) + "🦊".repeat(200));
      case 12 -> nodes.stringNode(one(List.of("null", "true", "1", "1e5", "NaN", "' or 1=1 --")));
      case 13 -> nodes.arrayNode().add(nodes.nullNode()).add("x").add(1);
      case 14 -> nodes.objectNode().put("", 1).put("\0", 2).put("__proto__", 3);
      default -> nodes.stringNode(one(List.of("../../etc/passwd", "%00", "${jndi:x}", "<b>")));
    };
  }

  /// Every field odd.
  JsonNode allOdd(JsonNode schema) {
    var object = JSON.createObjectNode();
    description
        .resolve(schema)
        .path("properties")
        .propertyNames()
        .forEach(name -> object.set(name, odd()));
    return object;
  }

  <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private JsonNode one(JsonNode of) {
    return of.get(random.nextInt(of.size()));
  }

  private String type(JsonNode schema) {
    var type = schema.path("type");
    return type.isArray() ? one(type).asString() : type.asString("string");
  }

  private JsonNode object(JsonNode schema) {
    var object = JSON.createObjectNode();
    var required = schema.path("required").valueStream().map(JsonNode::asString).toList();
    for (var property : schema.path("properties").properties()) {
      if (required.contains(property.getKey()) || random.nextInt(3) == 0) {
        object.set(property.getKey(), sound(property.getValue(), property.getKey()));
      }
    }
    return object;
  }

  private JsonNode array(JsonNode schema, String name) {
    var array = JSON.createArrayNode();
    var fewest = schema.path("minItems").asInt(0);
    var most = schema.path("maxItems").asInt(3);
    var count = fewest + random.nextInt(most - fewest + 1);
    for (int i = 0; i < count; i++) {
      array.add(sound(schema.required("items"), name));
    }
    return array;
  }

  private JsonNode number(String name) {
    var number =
        name.equals("account")
            ? Long.parseLong(known.one("/discord/accounts/{id}", "id", random, "1"))
            : 1 + random.nextInt(4);
    return JSON.getNodeFactory().numberNode(number);
  }

  String text(String name) {
    return switch (name) {
      case "prompt" -> one(PROMPTS);
      case "button" -> one(BUTTONS);
      case "url", "urls" -> one(ADDRESSES);
      case "webhookOverride", "notifyHook" -> "https://hooks.example/" + random.nextInt(5);
      case "messageId", "taskId", "ids", "cursor" ->
          known.one("/message/", "messageId", random, UUID.randomUUID().toString());
      case "content" ->
          known.one("/message/", "messageId", random, "x") + one(List.of(" U1", " V2", " R", ""));
      case "customId" -> one(CUSTOM_IDS);
      case "base64", "base64Array", "mask", "maskBase64" -> PNG;
      case "userToken" -> one(List.of("user-" + random.nextInt(1_000_000_000), "refused"));
      case "serverId", "channelId" -> Integer.toString(1 + random.nextInt(1_000_000));
      case "events" -> one(List.of("DONE", "PROGRESS", "FAIL", "nothing"));
      default -> one(WORDS);
    };
  }

  private static JsonNode raw(String json) {
    return JSON.getNodeFactory().rawValueNode(new RawValue(json));
  }
}
