package easel.common.message;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The one JSON form of what crosses a process boundary. Unknown fields are ignored, so that a
/// newer process can talk to an older one; missing ones are refused.
public final class Wire {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private Wire() {}

  public static byte[] write(Object message) {
    return MAPPER.writeValueAsBytes(message);
  }

  /// @throws IllegalArgumentException if the bytes are no such message
  public static <T> T read(byte[] body, Class<T> type) {
    try {
      T message = MAPPER.readValue(body, type);
      if (message == null) {
        throw new IllegalArgumentException(
            "expected a %s, got: null".formatted(type.getSimpleName()));
      }
      Whole.check(message);
      return message;
    } catch (JacksonException unreadable) {
      throw new IllegalArgumentException(
          "expected a %s, got %d bytes that are none: %s"
              .formatted(type.getSimpleName(), body.length, unreadable.getOriginalMessage()),
          unreadable);
    }
  }

  public static String writeText(Object value) {
    return new String(write(value), StandardCharsets.UTF_8);
  }

  /// @throws IllegalArgumentException if the text is no such value
  public static <T> T readText(String text, Class<T> type) {
    return read(text.getBytes(StandardCharsets.UTF_8), type);
  }
}
