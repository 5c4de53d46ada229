package easel.common.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/// Names a queue of waiting jobs: `customer-17` (Trial, Standard) or `account-42` (Pro, Dedicated).
public record QueueId(@JsonValue String value) {
  private static final Pattern FORM = Pattern.compile("(customer|account)-[1-9][0-9]*");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public QueueId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "expected a queue id matching %s, got: '%s'".formatted(FORM, value));
    }
  }

  /// The one queue of a Trial or Standard customer.
  public static QueueId ofCustomer(long customer) {
    return new QueueId("customer-" + customer);
  }

  /// The queue of one account of a Pro or Dedicated customer.
  public static QueueId ofAccount(AccountId account) {
    return new QueueId("account-" + account);
  }

  @Override
  public String toString() {
    return value;
  }
}
