package easel.api.webhook;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a delivery tells.
enum WebhookEvent {
  PROGRESS,
  DONE,
  FAIL,
  CANCELLED,
  /// Asked for by the customer, to see whether its receiver works.
  TEST;

  /// The ends of a job: what is told unless a customer wants otherwise.
  static final Set<WebhookEvent> ENDS = Set.copyOf(EnumSet.of(DONE, FAIL, CANCELLED));

  /// Those that a customer can choose.
  static final Set<WebhookEvent> CHOICE = Set.copyOf(EnumSet.of(PROGRESS, DONE, FAIL, CANCELLED));

  /// The one of this name, if a customer can choose it.
  static Optional<WebhookEvent> choice(@Nullable String name) {
    return CHOICE.stream().filter(event -> event.name().equals(name)).findFirst();
  }
}
