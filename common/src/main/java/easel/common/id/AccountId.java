package easel.common.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// Names a linked Discord account; the number that customers see.
public record AccountId(@JsonValue long value) implements Comparable<AccountId> {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public AccountId {
    if (value < 1) {
      throw new IllegalArgumentException(
          "expected a positive account number, got: %d".formatted(value));
    }
  }

  @Override
  public int compareTo(AccountId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
