package easel.simulator.settings;

import easel.simulator.http.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.StringNode;

/// What values an option takes, and how they look in JSON.
sealed interface Kind {
  Object read(String key, JsonNode node);

  JsonNode write(Object value);

  private static IllegalArgumentException unexpected(String key, String expected, JsonNode node) {
    return new IllegalArgumentException(
        "expected %s to be %s, got: %s".formatted(key, expected, node));
  }

  record Flag() implements Kind {
    @Override
    public Object read(String key, JsonNode node) {
      if (!node.isBoolean()) {
        throw unexpected(key, "true or false", node);
      }
      return node.booleanValue();
    }

    @Override
    public JsonNode write(Object value) {
      return BooleanNode.valueOf((Boolean) value);
    }
  }

  record Whole(long least) implements Kind {
    @Override
    public Object read(String key, JsonNode node) {
      if (!node.isIntegralNumber() || node.longValue() < least) {
        throw unexpected(key, "a whole number of at least " + least, node);
      }
      return node.longValue();
    }

    @Override
    public JsonNode write(Object value) {
      return LongNode.valueOf((Long) value);
    }
  }

  /// One number, or the two ends between which each value is drawn.
  record Milliseconds() implements Kind {
    @Override
    public Object read(String key, JsonNode node) {
      if (node.isIntegralNumber()) {
        return new Span(node.longValue(), node.longValue());
      }
      if (!node.path("min").isIntegralNumber() || !node.path("max").isIntegralNumber()) {
        throw unexpected(key, "milliseconds or {\"min\", \"max\"}", node);
      }
      return new Span(node.get("min").longValue(), node.get("max").longValue());
    }

    @Override
    public JsonNode write(Object value) {
      var span = (Span) value;
      if (span.min() == span.max()) {
        return LongNode.valueOf(span.min());
      }
      return Json.object().put("min", span.min()).put("max", span.max());
    }
  }

  record Choice(List<String> choices) implements Kind {
    Choice(String... choices) {
      this(List.of(choices));
    }

    @Override
    public Object read(String key, JsonNode node) {
      if (!node.isString() || !choices.contains(node.stringValue())) {
        throw unexpected(key, "one of " + choices, node);
      }
      return node.stringValue();
    }

    @Override
    public JsonNode write(Object value) {
      return StringNode.valueOf((String) value);
    }
  }

  record Text() implements Kind {
    @Override
    public Object read(String key, JsonNode node) {
      if (!node.isString()) {
        throw unexpected(key, "a text", node);
      }
      return node.stringValue();
    }

    @Override
    public JsonNode write(Object value) {
      return StringNode.valueOf((String) value);
    }
  }

  record Texts() implements Kind {
    @Override
    public Object read(String key, JsonNode node) {
      if (!node.isObject()) {
        throw unexpected(key, "an object of texts", node);
      }
      var texts = new TreeMap<String, String>();
      for (var property : node.properties()) {
        texts.put(property.getKey(), property.getValue().asString());
      }
      return Map.copyOf(texts);
    }

    @Override
    public JsonNode write(Object value) {
      var object = Json.object();
      new TreeMap<>((Map<?, ?>) value)
          .forEach((name, text) -> object.put(String.valueOf(name), String.valueOf(text)));
      return object;
    }
  }
}
