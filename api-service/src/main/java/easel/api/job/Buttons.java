package easel.api.job;

import easel.common.message.Button;
import java.util.List;
import java.util.Optional;

/// Finds the button that a customer means among those that a finished message offers.
final class Buttons {
  // Asks for an emoji to be drawn in colour; some clients send it, some leave it out.
  private static final String VARIATION_SELECTOR = "\uFE0F";

  private Buttons() {}

  static Optional<Button> find(List<Button> offered, String label) {
    return offered.stream()
        .filter(button -> plain(button.label()).equals(plain(label)))
        .findFirst();
  }

  private static String plain(String label) {
    return label.replace(VARIATION_SELECTOR, "").strip();
  }
}
