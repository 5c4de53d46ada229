package easel.common.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/// Names one job for its whole life, in every process: the API's `messageId`.
public record JobId(UUID value) {
  /// @throws IllegalArgumentException if the text is no UUID
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static JobId of(String text) {
    return new JobId(UUID.fromString(text));
  }

  @JsonValue
  @Override
  public String toString() {
    return value.toString();
  }
}
