package easel.common.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/// Names accounts that can stand in for each other: one customer's, or the operator's shared ones.
public record PoolId(@JsonValue String value) {
  private static final Pattern FORM = Pattern.compile("shared|customer-[1-9][0-9]*");

  /// The operator's shared accounts.
  public static final PoolId SHARED = new PoolId("shared");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PoolId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "expected a pool id matching %s, got: '%s'".formatted(FORM, value));
    }
  }

  /// The accounts that one customer linked.
  public static PoolId ofCustomer(long customer) {
    return new PoolId("customer-" + customer);
  }

  @Override
  public String toString() {
    return value;
  }
}
